"C:\Users\new"
