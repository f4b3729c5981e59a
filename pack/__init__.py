from .a import one
name = __name__
__all__ = ['one', 'a']
