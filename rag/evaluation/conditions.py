"""Under which conditions questions were asked: what sets two runs apart, and what makes them one."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from index import InputError
from rag.chatbot import Chatbot
from rag.writer import prompts_digest


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an answer depends on; `jobs`, how many questions were asked at a time, counts for times alone."""

    version: str
    model: str
    judge: str
    embedding: str
    library: str  # its state, as a digest
    articles: int
    templates: str  # the prompts, each by its name, with a digest
    settings: Mapping[str, Any] = field(hash=False)
    jobs: int = 1

    @classmethod
    def of(cls, chatbot: Chatbot, *, judge: str, jobs: int) -> "Conditions":
        """Return the conditions under which a chatbot answers now."""
        library = chatbot.library
        return cls(
            version=_version(),
            model=chatbot.model,
            judge=judge,
            embedding=library.embedder.model,
            library=hashlib.sha256(library.fingerprint.encode()).hexdigest()[:12],
            articles=len(library),
            templates=prompts_digest(),
            settings=asdict(chatbot.settings),
            jobs=jobs,
        )

    @property
    def key(self) -> str:
        """What is equal where questions would get the same answers."""
        said = json.dumps(replace(self, jobs=1).to_json(), sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()

    def differences(self, before: "Conditions") -> list[str]:
        """Say what is not as it was.

        >>> then = Conditions("1", "quotes", "", "small", "a", 12, "p", {"pool": 20})
        >>> replace(then, embedding="large", settings={"pool": 30}).differences(then)
        ['embedding: small before, large now', 'setting pool: 20 before, 30 now']
        >>> replace(then, templates="answer 1, judge 3").differences(replace(then, templates="answer 1, judge 2"))
        ['the prompts were changed (judge)']
        """
        told = []
        names = [one.name for one in fields(self) if one.name not in ("settings", "library", "templates")]
        for name in names:
            was, now = getattr(before, name), getattr(self, name)
            told += [f"{name}: {was or 'none'} before, {now or 'none'} now"] if was != now else []
        if self.library != before.library:
            told.append("the library was changed or built anew")
        if " " not in before.templates and self.templates != before.templates:
            told.append("the prompts may have been changed, which a report of that version does not tell")
        elif apart := set(self.templates.split(", ")) ^ set(before.templates.split(", ")):
            told.append(f"the prompts were changed ({', '.join(sorted({one.partition(' ')[0] for one in apart}))})")
        for name in dict.fromkeys((*before.settings, *self.settings)):
            was, now = before.settings.get(name), self.settings.get(name)
            told += [f"setting {name}: {was} before, {now} now"] if was != now else []
        return told

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Any) -> "Conditions | None":
        """Return what `to_json` gave, None for nothing; raises `InputError` for anything else."""
        if value is None:
            return None
        try:
            return cls(**value)
        except TypeError as error:
            raise InputError("another version of OnRecord wrote this report; evaluate again") from error


def _version() -> str:
    try:
        return version("onrecord")
    except PackageNotFoundError:  # run from its folder
        return ""
