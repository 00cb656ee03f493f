"""Which tests a change needs first: `python -m tests.affected [BRANCH]` prints their files, for `make check`.

What changed is what differs from where this branch left BRANCH (main), committed or not; on that branch itself, the
last commit counts, too. Of each changed module the nearest tests are chosen: those that import it or bear its name, or,
where there are none, those of what imports it, and so on; of more than a few, only those that bear the name of a module
on the way. A file that is no module counts as changed what names it, or its folder.

This is a first look, not a proof: a change far below can break a test far above, which `make test` runs.
"""

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent
FEW = 6  # test files, which run in less than a minute
ROOMS = ("benchmarks", "index", "onrecord", "page", "rag", "tests", "training")


class Modules:
    """The modules of a project by name, and who imports whom."""

    def __init__(self, root: Path, rooms: Iterable[str] = ROOMS) -> None:
        files = [file for room in rooms for file in sorted(root.glob(f"{room}/**/*.py"))] + sorted(root.glob("*.py"))
        self.files = {_name_of(file.relative_to(root)): file.relative_to(root) for file in files}
        self._text = {name: (root / file).read_text(encoding="utf-8") for name, file in self.files.items()}
        self._trees = {name: ast.parse(text) for name, text in self._text.items()}

    def affected(self, changed: Iterable[Path]) -> set[Path]:
        """Return the files of the nearest tests of all changed files, themselves among them."""
        names = {file: name for name, file in self.files.items()}
        found: set[Path] = set()
        for file in changed:
            found |= self._nearest({names[file]} if file in names else self._naming(file))
        return found

    def _nearest(self, level: set[str]) -> set[Path]:
        passed = level  # the modules on the way
        while level:
            tests = {self.files[name] for name in level if self.files[name].name.startswith("test_")}
            named = {Path("tests", f"test_{name.split('.')[-1]}.py") for name in passed} & set(self.files.values())
            if named and (len(tests) > FEW or not tests):
                return named
            if tests:
                return tests | named
            passed = passed | level
            level = {importer for name in level for importer in self._importers[name]} - passed
        return set()

    def _naming(self, file: Path) -> set[str]:
        """Return the modules that name a file which is no module, or else its folder."""
        folders = [f'"{part}{end}' for part in file.parts[:-1] for end in '"/']
        for words in ([file.name], folders):
            if found := {name for name, text in self._text.items() if any(word in text for word in words)}:
                return found
        return set()

    @cached_property
    def _importers(self) -> dict[str, set[str]]:
        importers: dict[str, set[str]] = defaultdict(set)
        for name in self.files:
            for imported in self._imports(name):
                importers[imported].add(name)
        return importers

    def _imports(self, name: str) -> Iterator[str]:
        for node in ast.walk(self._trees[name]):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from (self._home(node.module, alias.name) for alias in node.names)

    def _home(self, module: str, name: str) -> str:
        """Return the module that `name` comes from, where `module` is a package that passes it on."""
        if f"{module}.{name}" in self.files:
            return f"{module}.{name}"
        if module in self.files and self.files[module].name == "__init__.py":
            for node in self._trees[module].body:
                if isinstance(node, ast.ImportFrom) and node.module not in (None, module):
                    if any(name == (alias.asname or alias.name) for alias in node.names):
                        return self._home(str(node.module), name)
        return module


def _name_of(file: Path) -> str:
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def changed_files(branch: str) -> set[Path]:
    """Return what differs from where this branch left `branch`, or, on that itself, from before its last commit."""
    head = _git("rev-parse", "HEAD")
    base = _git("merge-base", "HEAD", branch) or head
    if base == head:
        base = _git("rev-parse", "--quiet", "--verify", "HEAD~1") or head
    listed = _git("diff", "--name-only", *base, "--"), _git("ls-files", "--others", "--exclude-standard")
    return {Path(name) for names in listed for name in names}


def _git(*arguments: str) -> list[str]:
    """Return the lines that git says; none when it fails."""
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True).stdout.splitlines()


if __name__ == "__main__":
    chosen = Modules(ROOT).affected(changed_files(*sys.argv[1:] or ["main"]))
    sys.stdout.write("".join(f"{file.as_posix()}\n" for file in sorted(chosen)))
