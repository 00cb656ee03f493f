"""A wheel holds all that OnRecord runs on and no more, and works beside a user's own files of the same names."""

import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import index
import onrecord
import rag
from tests.conftest import ROOT, SEEDS

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OURS = ("index", "onrecord", "page", "rag")
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
QUESTION = "Who built the Bushehr plant?"
SCRIPT = f"""
from onrecord import Library, open_chatbot
with Library.open("library") as library:
    assert library.check().problems == ()  # which another process reads
with open_chatbot(library="library") as bot:
    print(bot.ask({QUESTION!r}).citations[0].quote.text)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    needless = shutil.ignore_patterns(".*", "__pycache__", "build", "*.egg-info")
    source = shutil.copytree(ROOT, folder / "source", ignore=needless)
    command = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    built = subprocess.run(command, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it, which borrows the dependencies of this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    alone = ["--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*PIP, "--python", str(folder), "install", *alone, str(wheel)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))  # a path alone: what is editable stays there
    return folder


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    """A folder in which the user has files of their own that bear our packages' names."""
    for name in ("app", "index", "page", "rag"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('the user has a file of this name')")
    return tmp_path


def run(folder: Path, *command: object, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        list(map(str, command)), cwd=folder, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", **variables}
    )


def test_a_wheel_holds_the_packages_whole_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as file:
        packed = {name for name in file.namelist() if ".dist-info/" not in name}
    files = [path.relative_to(ROOT) for name in OURS for path in (ROOT / name).rglob("*") if path.is_file()]
    files += [Path("rag/prompts", path.name) for path in ROOT.glob("prompts/*.md")]
    assert packed == {path.as_posix() for path in files if "__pycache__" not in path.parts}
    assert {"rag/reader/weights/answers.onnx", "rag/prompts/answer.md", "page/py.typed"} <= packed


@pytest.mark.slow
def test_a_wheel_works_beside_the_users_own_files(environment: Path, crowded: Path) -> None:
    python, command = environment / "bin" / "python", environment / "bin" / "onrecord"
    synced = run(crowded, command, "sync", SEEDS, "--library", "library")
    assert synced.returncode == 0, synced.stderr
    (crowded / "ask.py").write_text(SCRIPT)
    asked = run(crowded, python, "ask.py")
    assert "Bushehr" in asked.stdout, asked.stderr
    for listing in ([command], [python, "-m", "onrecord"]):
        listed = run(crowded, *listing, "articles", "--library", "library", PYTHONPATH=str(crowded))
        assert "bushehr" in listed.stdout.lower(), listed.stderr
    code = """
import onrecord, page.launching
from rag.writer.prompt import standalone_messages
print(page.launching.__file__, standalone_messages("And Iran?", ())[-1].content)"""
    loaded = run(crowded, python, "-c", code)
    assert loaded.stdout.startswith(str(environment)) and "And Iran?" in loaded.stdout, loaded.stderr


def test_a_module_of_our_name_that_came_first_is_an_error_that_names_both(tmp_path: Path) -> None:
    (tmp_path / "index.py").touch()
    said = run(tmp_path, sys.executable, "-c", f"import index, sys; sys.path.insert(0, {str(ROOT)!r}); import onrecord")
    assert said.returncode == 1
    last = said.stderr.strip().splitlines()[-1]
    assert last.startswith("ImportError: ") and "rename yours" in last
    assert str(tmp_path / "index.py") in last and str(ROOT / "index" / "__init__.py") in last


def test_the_package_offers_what_the_doors_offer_when_it_is_asked() -> None:
    assert onrecord.__all__ == sorted([*index.__all__, *rag.__all__])
    assert onrecord.open_chatbot is rag.open_chatbot and onrecord.Library is index.Library
    assert set(onrecord.__all__) <= set(dir(onrecord))
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        onrecord.nonsense  # noqa: B018
    code = "import onrecord, sys; sys.exit(any(name in sys.modules for name in ('index', 'rag', 'page', 'numpy')))"
    assert run(ROOT, sys.executable, "-c", code).returncode == 0


def test_every_package_is_named() -> None:
    found = {path.parent.relative_to(ROOT).as_posix() for name in OURS for path in ROOT.glob(f"{name}/**/__init__.py")}
    named = set(SETTINGS["tool"]["setuptools"]["packages"])
    assert named == {name.replace("/", ".") for name in found} | {"rag.prompts"}


def test_the_lock_holds_the_lowest_versions_that_are_asked_for() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([\w.-]+)==(\S+)$", lock, re.MULTILINE))
    extras = SETTINGS["project"]["optional-dependencies"]
    wanted = [Requirement(line) for line in SETTINGS["project"]["dependencies"]]
    wanted += [Requirement(line) for extra in ("local", "anthropic", "mcp", "test") for line in extras[extra]]
    for one in wanted:
        pinned = pins[canonicalize_name(one.name)]
        assert any(bound.operator in (">=", "==") and bound.version == pinned for bound in one.specifier), one
        assert pinned in one.specifier, one


def test_the_changelog_begins_with_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## ([\d.]+) ", changelog, re.MULTILINE)[0] == onrecord.__version__
