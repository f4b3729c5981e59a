raise ValueError("several\nlines of\ntext")
