"""Which models may be asked from the page, so that no passage of an article goes where nobody meant it to go.

What stays on this machine may be asked, and the model named when the page was started. For any other, the person who
reads the page has to type the name of the host that would get passages of the articles.
"""

from contextlib import suppress
from dataclasses import dataclass

from index import InputError, OnRecordError
from rag.answer import QUOTES
from rag.llm import destination
from rag.llm.name import read_name


@dataclass(frozen=True, slots=True)
class Pending:
    """A model that waits to be allowed, and the host it would send passages to."""

    model: str
    host: str

    @property
    def note(self) -> str:
        """What the person is told; the model's name is not repeated, as it may hold a key."""
        return (
            f"Nothing was sent. This model would send passages of your articles to {self.host}: "
            "type its name below to allow it, then ask again, or choose another model."
        )

    def is_named_by(self, typed: str) -> bool:
        """Tell whether what a person typed is the host's name."""
        return typed.strip().lower().rstrip(".") == self.host.lower().rstrip(".")


@dataclass(frozen=True, slots=True)
class Models:
    """The model named at the start, and whether another may be named from the page; `quotes` always may."""

    started: str
    fixed: bool = False

    @property
    def offered(self) -> list[str]:
        """The names to choose from."""
        return list(dict.fromkeys([self.started, QUOTES]))

    def described(self, name: str) -> dict[str, str | None]:
        """Return a model's name, that without its key, and the host it sends text to; raises `ModelError` for none."""
        try:
            return {"name": name, "shown": read_name(name).shown, "to": destination(name)}
        except OnRecordError:
            if name != self.started:  # which may be an object that no name stands for
                raise
            return {"name": name, "shown": name, "to": None}

    def offer(self, *others: str) -> list[dict[str, str | None]]:
        """Describe the models to choose from and, where any may be named, others; what none is called is left out."""
        offered = []
        for name in dict.fromkeys([*self.offered, *(() if self.fixed else others)]):
            with suppress(OnRecordError):
                offered.append(self.described(name))
        return offered

    def chosen(self, name: str | None) -> str | None:
        """Return the name of another model than that of the start, None for that one.

        Raises `InputError` where no other may be named.
        """
        name = (name or "").strip()
        if name in ("", self.started):
            return None
        if self.fixed and name not in self.offered:
            raise InputError(f"only {' or '.join(self.offered)} can be chosen here")
        return name

    def pending(self, name: str | None, allowed: frozenset[str]) -> Pending | None:
        """Return what has to be allowed before a chosen model gets anything, None when it may be asked."""
        host = destination(name) if name and name not in allowed else None
        return Pending(name, host) if name and host else None
