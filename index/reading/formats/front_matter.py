"""The fields between --- lines at the top of a text, as people write them: YAML, or nearly so.

"title: Storm: red alert" and "title: #MeToo march" are no YAML, or not the YAML that was meant. So each field is read
by itself, and what stands on its line is its value; YAML is asked only for lists, quoted values and those of several
lines. What it does not understand is kept as it is written, and so no article is lost for a colon. Between lines of
+++ it is TOML, as Hugo writes it.
"""

import re
import textwrap
import tomllib
from dataclasses import dataclass

from index.reading.field_names import field_named

LONGEST_HEADER = 100_000  # characters; a --- that is not closed within them is a rule above a text
LONGEST_WRAPPED = 200  # characters of a line that goes on with a value without being indented; a longer one is prose

_HEADER = re.compile(r"(?:[ \t]*\n)*---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"(?:[ \t]*\n)*\+\+\+[ \t]*\n(.*?\n)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(
    r"(?P<name>[^\W_][\w .-]{0,49}?|\"[^\"\n]{1,50}\"|'[^'\n]{1,50}')[ \t]*:(?P<gap>[ \t]+|$)(?P<value>.*)"
)
_UNSPACED = re.compile(r"(?P<name>[A-Za-z_-]{1,50}):(?P<value>[^\s/].*)")
_COMMENT = re.compile(r"(?:^|[ \t])#(?:[ \t].*)?$")
_YAML = tuple("\"'|>")  # what a value begins with that is more than its line
_UNUSED = (None, "text")  # the text stands below
_ITEM = re.compile(r"\s*-[ \t]+")


@dataclass(slots=True)
class _Field:
    name: str
    value: str
    more: list[str]  # the lines that it goes on with, as they are

    @property
    def written(self) -> str:
        return "\n".join([f"{self.name}: {self.value}", *self.more]).strip()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The header's fields, the text below it, and the fields that say nothing of an article that is known."""

    fields: dict[str, object]
    text: str
    unused: tuple[str, ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    r"""Return the fields of a header and the text below it; prose between two rules is no header.

    >>> split_front_matter("---\ntitle: Storm: 3 dead\nauthor: [Ann, Bo]\n---\nIt rained.")
    FrontMatter(fields={'title': 'Storm: 3 dead', 'author': ['Ann', 'Bo']}, text='It rained.', unused=())
    """
    if toml := _TOML.match(text, 0, LONGEST_HEADER):
        return _as_toml(toml) or FrontMatter({}, text)
    header = _HEADER.match(text, 0, LONGEST_HEADER)
    fields = _fields(textwrap.dedent(header[1] or "")) if header else []
    if header is None or not fields:
        return FrontMatter({}, text)
    known = {field.name: field_named(field.name) for field in fields}
    is_plain = len(fields) > 1 and all(re.fullmatch(r"[\w-]+", name) for name in known)
    if not is_plain and not any(known.values()):
        return FrontMatter({}, text)
    values = {field.name: _value(field) for field in fields}
    unused = tuple(field.written for field in fields if known[field.name] in _UNUSED and values[field.name])
    return FrontMatter(values, text[header.end() :], unused)


def _fields(header: str) -> list[_Field]:
    """Return the fields of a header; none if something else stands in it."""
    fields: list[_Field] = []
    after_blank = False
    for line in header.split("\n"):
        named = _FIELD.fullmatch(line) or _UNSPACED.fullmatch(line)
        if named and (named.re is _FIELD or field_named(named["name"])):
            fields.append(_Field(named["name"].strip("\"'"), named["value"].strip(), []))
        elif not line.strip() or line.startswith("#"):
            after_blank = not line.strip()
            continue
        elif fields and (line[0] in " \t-" or (not after_blank and len(line) <= LONGEST_WRAPPED)):
            fields[-1].more.append(line)
        else:
            return []
        after_blank = False
    return fields


def _as_toml(header: re.Match[str]) -> FrontMatter | None:
    """Return what a header in TOML says; None if it is none, or says nothing that is known."""
    try:
        read = tomllib.loads(header[1])
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    fields: dict[str, object] = {
        name: value if isinstance(value, list | dict) else str(value) for name, value in read.items()
    }
    if not any(map(field_named, fields)):
        return None
    unused = tuple(f"{name} = {value}" for name, value in fields.items() if field_named(name) in _UNUSED and value)
    return FrontMatter(fields, header.string[header.end() :], unused)


def _value(field: _Field) -> object:
    is_title = field_named(field.name) == "title"
    is_list = not is_title and field.value.startswith(("[", "{"))  # "[Update] Storm" and "[Update]" are titles
    if field.value.startswith(_YAML) or is_list or (not field.value and field.more):
        read = _as_yaml(field)
        if read is not None and not (isinstance(read, dict) and not any(read.values())):
            return read
        if not field.value and all(map(_ITEM.match, field.more)):
            return [_ITEM.sub("", line, count=1).strip() for line in field.more]
    line = " ".join([field.value, *(line.strip() for line in field.more)]).strip()
    if is_title and not line.startswith("# "):
        return line
    return _COMMENT.sub("", line).strip()


def _as_yaml(field: _Field) -> object:
    """Return a value as YAML has it, its scalars as they are written; None if it is none."""
    import yaml

    written = "\n".join([f"value: {field.value}", *(line if line[0] in " -" else f" {line}" for line in field.more)])
    try:
        # The base loader makes strings of all values: 2025-02-30 and the language "no" stay what they are.
        read = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return read.get("value") if isinstance(read, dict) and len(read) == 1 else None
