"""Gradio imported in half the time: without the stubs for editors that it writes beside its own files.

It parses the source of each of its parts for them, at each import, and no setting says otherwise. All else of Gradio is
as it comes; a later one that writes none, or by another name, is imported as it is.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

_MODULE, _WRITES = "gradio.component_meta", "create_or_modify_pyi"


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        if hasattr(module, _WRITES):
            setattr(module, _WRITES, lambda *_, **__: None)


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname == _MODULE else None
        if spec and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


def write_no_stubs() -> None:
    """Have Gradio write none, if it is imported after this."""
    sys.meta_path.insert(0, _Finder())
