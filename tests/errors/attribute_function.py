def f(): pass
f.result
