"banana".index("x")
