"""What README and docs name is there: files, modules, and the pages they link to."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md")), ROOT / "training/MODEL_CARD.md"]
NAMES = [file.relative_to(ROOT).as_posix() for file in DOCS]
CODE = re.compile(r"`([^`\n]+)`|^(?:python|onrecord).*$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def paths_in(text: str) -> set[str]:
    """Return the paths of the project that a text names between backticks, modules as paths, too."""
    named = {match[0].strip("`") for match in CODE.finditer(text)}
    words = {word.rstrip(":,") for one in named for word in one.split()}
    paths = {
        word for word in words if "/" in word.strip("/") and word[0] != "/" and (ROOT / word.split("/")[0]).is_dir()
    }
    paths |= {word for word in words if re.fullmatch(r"[\w-]+/|[\w-]+\.(?:py|toml|lock)", word)}
    modules = {word for word in words if re.fullmatch(r"(?:benchmarks|training|tests)(?:\.[a-z_]+)+", word)}
    return paths | {module.replace(".", "/") for module in modules}


def anchors_in(text: str) -> set[str]:
    """Return the anchors that GitHub gives to headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("file", DOCS, ids=NAMES)
def test_every_path_that_is_named_exists(file: Path) -> None:
    named = paths_in(file.read_text(encoding="utf-8"))
    assert {path for path in named if not ((ROOT / path).exists() or (ROOT / f"{path}.py").exists())} == set()


@pytest.mark.parametrize("file", DOCS, ids=NAMES)
def test_no_link_is_dead(file: Path) -> None:
    for link in LINK.findall(file.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = file.parent / path if path else file
        assert target.exists(), link
        assert not anchor or anchor in anchors_in(target.read_text(encoding="utf-8")), link


def test_the_readme_is_short_and_leads_to_every_page() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    assert set(NAMES) - {"README.md"} <= set(LINK.findall(text))


def test_what_is_looked_for() -> None:
    assert paths_in("See `index/nowhere/` and `a/b`:\n`python -m benchmarks.none`, `none.toml`, `rag`") == {
        "index/nowhere/",
        "benchmarks/none",
        "none.toml",
    }
    assert anchors_in("# What it is, and is not\n## How to add …") == {"what-it-is-and-is-not", "how-to-add-"}
