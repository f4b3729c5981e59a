"""IPython.display for notebooks: what is rich elsewhere is named here."""

import sys as _sys


class DisplayObject:
    """Something a browser would show."""

    _home = "IPython.core.display"

    def __init__(self, data=None, *args, **options):
        self.data = data

    def __repr__(self):
        return f"<{self._home}.{type(self).__name__} object>"


class _Framed(DisplayObject):
    _home = "IPython.lib.display"


_NAMES = ["HTML", "Markdown", "Math", "Latex", "SVG", "JSON", "Image", "Javascript", "Pretty", "Video",
          "TextDisplayObject", "GeoJSON", "ProgressBar"]
_FRAMES = ["IFrame", "YouTubeVideo", "VimeoVideo", "ScribdDocument", "Audio", "FileLink", "FileLinks",
           "Code"]
for _name in _NAMES:
    globals()[_name] = type(_name, (DisplayObject,), {})
for _name in _FRAMES:
    globals()[_name] = type(_name, (_Framed,), {})


def display(*objects, **options):
    """Show each object as the value of a cell would be."""
    for shown in objects:
        print(repr(shown))


def clear_output(wait=False):
    """A recorded output is not taken back."""


def set_matplotlib_formats(*formats, **options):
    """There are no figures."""


def install(shell):
    """Make `import IPython` and its parts work from now on."""
    def module(name, **contents):
        made = type(_sys)(name)
        made.__dict__.update(contents)
        _sys.modules[name] = made
        return made
    own = {name: value for name, value in globals().items() if not name.startswith("_")}
    shown = module("IPython.display", **own)
    interactive = module("IPython.core.interactiveshell", InteractiveShell=type(shell))
    core = module("IPython.core", interactiveshell=interactive, display=shown, __path__=[])
    _sys.modules["IPython.core.display"] = shown
    module("IPython", display=shown, core=core, get_ipython=lambda: shell, __path__=[],
           __version__="8.0.0", version_info=(8, 0, 0, ""))
