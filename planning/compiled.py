"""Compiles searches to machine code, once for each machine.

Code is compiled on first use and kept beside its source. A function holds those it calls, so what
was kept is for a whole engine: it is used only when no file of that engine has changed since.
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

# without counts of references (the arrays outlive the search) it is twice as fast
OPTIONS: dict[str, Any] = {"_nrt": False, "error_model": "numpy", "nogil": True}
# only compiled functions call these: no way in from Python
INSIDE = OPTIONS | {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


class _EngineCache(FunctionCache):
    """Numba's cache, which looks at one file alone, made to look at all of an engine."""

    def __init__(self, function: Any, sources: str) -> None:
        super().__init__(function)  # type: ignore[no-untyped-call]
        self.sources = sources

    def _index_key(self, sig: Any, codegen: Any) -> tuple[Any, ...]:
        return (*super()._index_key(sig, codegen), self.sources)  # type: ignore[no-untyped-call]


class Compiler:
    """Compiles the functions of one engine; `modules` are the names of its files."""

    def __init__(self, package: str, modules: tuple[str, ...]) -> None:
        folder = files(package)
        texts = b"".join(folder.joinpath(f"{name}.py").read_bytes() for name in modules)
        self.sources = hashlib.sha256(texts).hexdigest()

    def entry(self, function: Function) -> Function:
        """Compile a function that Python calls."""
        return self._kept(function, njit(**OPTIONS)(function))

    def inner(self, function: Function) -> Function:
        """Compile a function that only compiled ones call."""
        return self._kept(function, njit(**INSIDE, forceinline=False)(function))

    def inlined(self, function: Function) -> Function:
        """Compile a function into its callers: of few lines, or called from one place."""
        return self._kept(function, njit(**INSIDE, forceinline=True)(function))

    def _kept(self, function: Function, compiled: Any) -> Function:
        with suppress(RuntimeError):  # nowhere to write: compiled anew in each process
            # as numba's own `cache=True` does
            compiled._cache = _EngineCache(function, self.sources)  # noqa: SLF001
        return cast("Function", compiled)


@intrinsic
def _apart(_context: Any) -> Any:
    def mark(context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        builder.function.attributes.add("noinline")
        return context.get_dummy_value()

    return types.void(), mark


# keeps the function that calls it a function, not copied into each of its callers
apart = cast("Callable[[], None]", _apart)
