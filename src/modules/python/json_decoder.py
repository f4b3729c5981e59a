"""Reading JSON: the classes of json by their old place."""

from json import JSONDecodeError, JSONDecoder
