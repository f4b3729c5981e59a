e = TimeoutError("too slow")
e.add_note("after 3 tries")
raise e
