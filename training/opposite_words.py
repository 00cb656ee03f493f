r"""The opposites that WordNet knows, as `index/language/opposites.txt` has them.

    python -m training.opposite_words WORDNET > index/language/opposites.txt

WORDNET is the folder of its `data.*` and `*.exc` files (in Debian /usr/share/wordnet, of the package wordnet-base). Of
two groups of synonyms that have opposites, all words are taken that Punkt met in running text (`is_common_word`), but
for words like "have" and "take", each with its irregular forms, and of adjectives those that compare.
"""

import argparse
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from lemminflect import getAllInflections

from index.language.words import is_common_word, stop_words

PARTS_OF_SPEECH = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
LIGHT = frozenset("call come get give hold keep make move play put run set take".split())  # mean too much
OPPOSITE = "!"  # https://wordnet.princeton.edu/documentation/wninput5wn

_WORD = re.compile(r"[a-z]{3,}")
_MISSPELT = re.compile("[ue]ee(?:r|st)\\Z")
_Group = tuple[str, ...]


def main() -> None:
    """Print the file."""
    parser = argparse.ArgumentParser(prog="python -m training.opposite_words", description="Print WordNet's opposites.")
    parser.add_argument("wordnet", type=Path, metavar="WORDNET")
    wordnet = parser.parse_args().wordnet
    print(
        "# Made by training/opposite_words.py of WordNet 3.0, (c) 2006 Princeton University: its licence is in NOTICE."
    )
    print("\n".join(sorted({" | ".join(pair) for pair in _pairs(wordnet)})))


def _pairs(wordnet: Path) -> Iterator[tuple[str, str]]:
    """Yield the groups of words that are each other's opposites, one of each two."""
    groups: dict[tuple[str, str], _Group] = {}
    opposite: set[tuple[tuple[str, str], tuple[str, str]]] = set()
    for part in sorted({*PARTS_OF_SPEECH.values()}):
        forms = _irregular(wordnet / f"{part}.exc")
        for line in (wordnet / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if line.startswith(" "):
                continue
            place, _, _, count, *rest = line.partition("|")[0].split()
            words = [re.sub(r"\(.*\)", "", word) for word in rest[: 2 * int(count, 16) : 2]]
            every = {word: forms[word] | (_compared(word) if part == PARTS_OF_SPEECH["a"] else set()) for word in words}
            groups[part, place] = tuple("/".join((word, *sorted(every[word]))) for word in words if _is_taken(word))
            pointers = rest[2 * int(count, 16) + 1 :]
            for symbol, to, of in zip(pointers[::4], pointers[1::4], pointers[2::4], strict=False):
                if symbol == OPPOSITE:
                    opposite.add(((part, place), (PARTS_OF_SPEECH[of], to)))
    for one, other in opposite:
        if one < other and groups[one] and groups[other]:
            yield " ".join(groups[one]), " ".join(groups[other])


def _is_taken(word: str) -> bool:
    is_plain = _WORD.fullmatch(word) is not None and word not in stop_words() | LIGHT
    return is_plain and is_common_word(word)


def _compared(adjective: str) -> set[str]:
    """Return its comparative and superlative, where it has any of its own: "weaker", "weakest".

    What LemmInflect has wrongly ("vagueer", "worse" of "wrong") is left out.
    """
    forms = getAllInflections(adjective, upos="ADJ")
    found = {form for tag in ("JJR", "JJS") for form in forms.get(tag, ()) if form[:2] == adjective[:2]}
    return {form for form in found if _WORD.fullmatch(form) and not _MISSPELT.search(form)} - stop_words() - {adjective}


def _irregular(file: Path) -> dict[str, set[str]]:
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for line in file.read_text(encoding="utf-8").splitlines():
        form, *words = line.split()
        for word in words:
            if _WORD.fullmatch(form) and word not in stop_words():
                forms[word].add(form)
    return forms


if __name__ == "__main__":
    main()
