"""Compiles the search to machine code, once for each machine.

Code is compiled on first use and kept beside its source. A function holds those it calls, so what
was kept is for the whole engine: it is used only when no file of the engine has changed since.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from importlib.resources import files
from typing import Any, TypeVar, cast

from numba import njit, types
from numba.core.caching import FunctionCache
from numba.extending import intrinsic

Function = TypeVar("Function", bound=Callable[..., Any])
ENGINE = ("arrays", "drive", "state", "recreate", "ruin", "search")
SOURCES = hashlib.sha256(
    b"".join(files(__package__).joinpath(f"{name}.py").read_bytes() for name in ENGINE)
).hexdigest()


class _EngineCache(FunctionCache):
    """Numba's cache, which looks at one file alone, made to look at all of them."""

    def _index_key(self, sig: Any, codegen: Any) -> tuple[Any, ...]:
        return (*super()._index_key(sig, codegen), SOURCES)  # type: ignore[no-untyped-call]


# without counts of references (the arrays outlive the search) it is twice as fast
OPTIONS: dict[str, Any] = {"_nrt": False, "error_model": "numpy"}
# only compiled functions call these: no way in from Python
INSIDE = OPTIONS | {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def entry(function: Function) -> Function:
    """Compile a function that Python calls."""
    return cast("Function", _kept(njit(**OPTIONS)(function)))


def inner(function: Function) -> Function:
    """Compile a function that only compiled ones call."""
    return cast("Function", _kept(njit(**INSIDE, forceinline=False)(function)))


def inlined(function: Function) -> Function:
    """Compile a function into its callers: of few lines, or called from one place."""
    return cast("Function", _kept(njit(**INSIDE, forceinline=True)(function)))


@intrinsic
def _apart(_context: Any) -> Any:
    def mark(context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        builder.function.attributes.add("noinline")
        return context.get_dummy_value()

    return types.void(), mark


# keeps the function that calls it a function, not copied into each of its callers
apart = cast("Callable[[], None]", _apart)


def _kept(compiled: Any) -> Any:
    with suppress(RuntimeError):  # nowhere to write: compiled anew in each process
        # as numba's own `cache=True` does
        compiled._cache = _EngineCache(compiled.py_func)  # type: ignore[no-untyped-call]  # noqa: SLF001
    return compiled
