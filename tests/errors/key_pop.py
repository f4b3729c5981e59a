{}.pop("gone")
