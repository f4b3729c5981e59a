"{} {}".format("only one")
