try:
    x = 1
finally:
    raise InterruptedError("stopped in finally")
