"""Inner names of typing that libraries of type hints reach for."""

from _typing_aliases import _ConcatenateGenericAlias
from _typing_parameters import ParamSpec, _cached as _tp_cache
from _typing_protocols import Generic, _PROTOCOL_IGNORED
from _typing_records import _NT_PROHIBITED as _prohibited

# What is defined here belongs to typing.
__name__ = "typing"

EXCLUDED_ATTRIBUTES = [*sorted(_PROTOCOL_IGNORED - {'__qualname__'}), '_MutableMapping__marker']
_ASSERT_NEVER_REPR_MAX_LENGTH = 100
_generic_class_getitem = Generic.__class_getitem__.__func__


def _is_param_expr(arg):
    """Whether something may stand for the parameters of a function."""
    return arg is ... or isinstance(arg, (tuple, list, ParamSpec, _ConcatenateGenericAlias))


def _deduplicate(params, *, unhashable_fallback=False):
    """The parameters, each once."""
    try:
        return dict.fromkeys(params)
    except TypeError:
        if not unhashable_fallback:
            raise
    kept = []
    for param in params:
        if param not in kept:
            kept.append(param)
    return kept
