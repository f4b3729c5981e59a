def greet(name, greeting="Hi"):
    return greeting + name
greet("Bo", greting="Yo")
