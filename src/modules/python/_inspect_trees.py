"""What inspect has for showing classes and frames: trees of classes, arguments with their values."""

def walktree(classes, children, parent):
    """The classes with their bases, by name; behind each a list of what is derived from it."""
    tree = []
    classes.sort(key=lambda cls: (cls.__module__, cls.__name__))
    for cls in classes:
        tree.append((cls, cls.__bases__))
        if cls in children:
            tree.append(walktree(children[cls], children, cls))
    return tree


def getclasstree(classes, unique=False):
    """Arrange the given list of classes into a hierarchy of nested lists."""
    children, roots = {}, []
    for cls in classes:
        if not cls.__bases__ and cls not in roots:
            roots.append(cls)
        for base in cls.__bases__:
            derived = children.setdefault(base, [])
            if cls not in derived:
                derived.append(cls)
            if unique and base in classes:
                break
    roots += [base for base in children if base not in classes]
    return walktree(roots, children, None)


def formatargvalues(args, varargs, varkw, locals, formatarg=str,
                    formatvarargs=lambda name: "*" + name, formatvarkw=lambda name: "**" + name,
                    formatvalue=lambda value: "=" + repr(value)):
    """Format an argument spec from the 4 values returned by getargvalues."""
    parts = [formatarg(name) + formatvalue(locals[name]) for name in args]
    if varargs:
        parts.append(formatvarargs(varargs) + formatvalue(locals[varargs]))
    if varkw:
        parts.append(formatvarkw(varkw) + formatvalue(locals[varkw]))
    return f"({', '.join(parts)})"
