"""What narrows a search on the page: how each filter is read, what is wrong with it, and what it is called.

A chip, an answer and a list of articles call the same filter by the same words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from index import InputError, Library
from index.language.times.typed import time_in_words
from index.scope import ScopeOptions, settled
from rag.outside import no_such_source

Filters = ScopeOptions

_CALLED = {"since": "since", "until": "until", "source": "from", "during": "speaking of"}


@dataclass(frozen=True, slots=True)
class ReadFilters:
    """Filters that were typed: those that can be used, as they are kept, and by field what is wrong with the others."""

    filters: Filters
    faults: Mapping[str, str]

    def check(self) -> None:
        """Raise `InputError` for the first that can't be used."""
        for fault in self.faults.values():
            raise InputError(fault)


def read_filters(library: Library, typed: Filters) -> ReadFilters:
    """Read what was typed into fields, of which none is empty; "last year" would be another one some day."""
    read: dict[str, str] = {}
    faults: dict[str, str] = {}
    for name, value in cast(Mapping[str, str], typed).items():
        try:
            read |= cast(dict[str, str], settled(**cast(Filters, {name: value})))
        except InputError as error:
            faults[name] = str(error)
    if "source" in read and (fault := no_such_source(read["source"], library.sources())):
        faults["source"] = fault
    try:
        settled(**cast(Filters, {name: typed[name] for name in ("since", "until") if name in read}))
    except InputError as error:
        faults["until"] = str(error)  # it is earlier than the other
    return ReadFilters(cast(Filters, {name: read[name] for name in read if name not in faults}), faults)


def filter_words(name: str, value: str) -> str:
    """Return what a filter is called.

    >>> filter_words("since", "2025-06"), filter_words("during", "2024/2025-06-17"), filter_words("source", "Daily")
    ('since June 2025', 'speaking of 2024 to 17 June 2025', 'from Daily')
    """
    said = value if name == "source" else " to ".join(map(time_in_words, value.split("/")))
    return f"{_CALLED[name]} {said}"


def filters_words(filters: Filters) -> str:
    """Return what some filters are called together.

    >>> filters_words({"source": "Daily", "since": "2025-06"})
    'since June 2025, from Daily'
    """
    given = cast(Mapping[str, str], filters)
    return ", ".join(filter_words(name, given[name]) for name in _CALLED if given.get(name))
