"{name}".format(nam="x")
