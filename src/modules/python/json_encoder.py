"""Writing JSON: the class of json by its old place."""

from json import JSONEncoder
