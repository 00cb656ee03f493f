"""Gradio imported and built in half the time: without what no page of ours uses, and no setting of it leaves out.

- The stubs for editors that it writes beside its parts, whose source it parses for them at each import.
- The words of its help, rendered anew for each event of each part.
- pandas, until something of it is wanted: it is there to tell tables by.
- Two of the three servers that it makes for each page; the last one is served (see `page.server`).
- Rounds of the garbage collector while it is imported, as nothing of it is garbage.

All else of Gradio is as it comes; a later one that does none of this, or by another name, is imported as it is.
"""

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType, SimpleNamespace
from typing import Any


def _nothing(*_: Any, **__: Any) -> None:
    """Stand in for what is left out."""


class _Later(ModuleType):
    """A module in name, that is imported when something of it is wanted."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            sys.modules.pop(self.__name__, None)  # another thread may want something of it, too
        return getattr(import_module(self.__name__), name)


@contextmanager
def _without_pandas() -> Iterator[None]:
    later = _Later("pandas")
    known = sys.modules.setdefault(later.__name__, later)
    try:
        yield
    finally:
        if known is later and sys.modules.get(later.__name__) is later:
            del sys.modules[later.__name__]


@contextmanager
def _without_collecting() -> Iterator[None]:
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


_REPLACED: dict[str, tuple[str, Any]] = {
    "gradio.component_meta": ("create_or_modify_pyi", _nothing),
    "gradio.events": ("EventListener.set_doc", _nothing),
    "gradio.blocks": ("App", SimpleNamespace(create_app=_nothing)),
}
_AROUND = {"gradio": _without_collecting, "gradio.caching": _without_pandas}


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        around: AbstractContextManager[None] = _AROUND.get(module.__name__, nullcontext)()
        with around:
            super().exec_module(module)
        if module.__name__ == "gradio":
            sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, _Finder)]
        path, instead = _REPLACED.get(module.__name__, ("", None))
        owner, _, name = path.rpartition(".")
        holder = getattr(module, owner, None) if owner else module
        if name and hasattr(holder, name):
            setattr(holder, name, instead)


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in _REPLACED and fullname not in _AROUND:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


def import_gradio_lean() -> None:
    """Have Gradio leave all that out, if it is imported after this."""
    sys.meta_path.insert(0, _Finder())
