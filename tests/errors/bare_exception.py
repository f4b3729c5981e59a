raise Exception("something went wrong")
