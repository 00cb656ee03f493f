"""Names of files → what is said of their kind, and which files belong to a saved web page."""

import re
from collections.abc import Iterable

# What browsers and Windows call the folder with the parts of X.html: X and one of these.
# https://learn.microsoft.com/en-us/windows/win32/shell/manage#connected-files
_FOLDERS_OF_PAGES = (
    "_files .files _file -Dateien _dateien _fichiers _archivos _bestanden _arquivos _ficheiros -filer _bylos _datoteke"
    " _dosyalar _elemei _failid _fails _fajlovi _fitxategiak _fitxers _pliki _soubory _tiedostot _data"
).split()
_PAGES = (".html", ".htm", ".xhtml", ".mhtml", ".mht", ".shtml", ".php", ".asp", ".aspx")
_SUFFIX = re.compile(r"\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,8}\Z", re.IGNORECASE)
_PACKED = (".gz", ".bz2", ".xz", ".zst")

OF_PAGES = "of saved pages"  # kinds that are no suffix
GOLD = "gold questions"
LINKS = "links that lead nowhere or out of the folder"
NO_SUFFIX = "without a suffix"


def suffix_of(name: str) -> str:
    """Return the suffix of a name in lower case, nothing if it has none.

    >>> [suffix_of(name) for name in ("a.TXT", "a.tar.gz", "notes", "17.01.2025", "Mr. Lee", "page.asp?id=7")]
    ['.txt', '.tar.gz', '', '', '', '']
    """
    found = _SUFFIX.search(name)
    if found is None:
        return ""
    suffix = found[0].lower()
    return suffix_of(name[: found.start()]) + suffix if suffix in _PACKED else suffix


def label(name: str) -> str:
    """Return what a file that is not read is counted as."""
    return suffix_of(name) or NO_SUFFIX


def folders_of_pages(names: Iterable[str]) -> set[str]:
    """Return which of the names in a folder are those of folders that hold the parts of saved pages beside them.

    >>> sorted(folders_of_pages(["A.html", "A_files", "B-Dateien", "B.HTM", "C_files", "D"]))
    ['A_files', 'B-Dateien']
    """
    names = set(names)
    pages = {name[: -len(suffix)].lower() for name in names if (suffix := suffix_of(name)) in _PAGES}
    if not pages:
        return set()
    endings = tuple(ending.lower() for ending in _FOLDERS_OF_PAGES)
    return {
        name
        for name in names
        for ending in endings
        if name.lower().endswith(ending) and name.lower()[: -len(ending)] in pages
    }
