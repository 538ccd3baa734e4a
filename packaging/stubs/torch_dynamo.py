"""Stands for `torch._dynamo` in the built program, where nothing is compiled.

torch's optimisers import the compiler only to tell it to keep off. That takes a second at the start
of a training, and 30 MB with sympy and what else it needs.
"""


def disable(function=None, recursive=True, **_):
    """The function itself: there is no compiler to hide it from."""
    if function is None:
        return lambda decorated: decorated
    return function


def graph_break(message=""):
    """Nothing is being traced that could be broken off."""


def is_compiling():
    return False
