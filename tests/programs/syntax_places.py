"""Where errors in a program's text are: line, column and end."""

import os
import tempfile
import traceback

SOURCES = [
    "from __future__ import braces\n",
    "import a from b\n",
    "def f():\n    import a, c.d from b\n",
    "def __debug__(): pass\n",
    "class __debug__: pass\n",
    "import x as __debug__\n",
    "from x import a, __debug__\n",
    "try: pass\nexcept a as __debug__: pass\n",
    '"abc\\\n',
    'x = "abc\\\ndef\\\n',
    'f"abc\\\n',
    'f"{x:{y:{z:{w}}}}"\n',
    'f"\\N{foo}"\n',
    'x = f"a{x}\\x1 {y}" + 1\n',
    'x = f"""\n\\N{foo}\n{x}\n"""\n',
    'b"a" "b"\n',
    'b"a" "b" # comment\n',
    "match x:\n  case 1 | a | 2: pass\n",
    "match x:\n  case [a] | [b]: pass\n",
    "match x:\n  case {**__debug__}: pass\n",
    "type X[*T: int] = int\n",
    "type X[**P: (int, str)] = int\n",
    "x = 5 + # comment\n",
    "for x in y # comment\n    pass\n",
]

path = os.path.join(tempfile.mkdtemp(), "place.py")
for source in SOURCES:
    with open(path, "w") as file:
        file.write(source)
    try:
        compile(source, path, "exec")
    except SyntaxError as error:
        error.filename = "place.py"
        print("".join(traceback.format_exception_only(error)), end="")
os.remove(path)
