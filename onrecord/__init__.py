"""OnRecord under one name: `from onrecord import open_chatbot`, and `python -m onrecord` for the command.

What it offers lies in the packages `index` and `rag` beside it, and is imported when first asked for. Their names are
plain ones, so a script may have an `index.py` or a `page.py` of its own next to it, where Python looks first. From here
on they mean OnRecord's; a module of that name that was imported before is an error that names both.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index import *  # noqa: F403
    from rag import *  # noqa: F403

__version__ = "0.2.0"

HOME = Path(__file__).parent.parent
PACKAGES = ("index", "rag", "page")


class _BesideUs:
    """Finds OnRecord's packages beside this one, wherever else Python would have looked first."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        return PathFinder.find_spec(name, [str(HOME)]) if name in PACKAGES else None


def _refuse_others() -> None:
    """Raise ImportError where a module of somebody else's already bears the name of a package of ours."""
    for name in PACKAGES:
        loaded = sys.modules.get(name)
        if loaded is None:
            continue
        place = getattr(loaded, "__file__", None)
        ours = HOME / name / "__init__.py"
        if place is None or Path(place).resolve() != ours.resolve():
            raise ImportError(
                f"OnRecord needs its own package {name!r} ({ours}), but another module of that name is imported "
                f"({place or loaded!r}); rename yours, or don't import both in one process"
            )


_refuse_others()
sys.meta_path.insert(0, _BesideUs)


def __getattr__(name: str) -> Any:
    if name == "__all__" or not name.startswith("__"):
        doors = [import_module(door) for door in ("index", "rag")]
        offered = {one: door for door in doors for one in door.__all__}
        if name == "__all__":
            return sorted(offered)
        if name in offered:
            return getattr(offered[name], name)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__getattr__("__all__"), "__version__"]
