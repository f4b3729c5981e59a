def f():
    print(n)
    global n
