s = """never closed
text
