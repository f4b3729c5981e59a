name = "Ann"
name()
