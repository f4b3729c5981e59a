age = 41
print("Age: " + age)
