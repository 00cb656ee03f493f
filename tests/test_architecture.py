"""The house, as a test: who may import whom, what is loaded when, and which names the doors offer."""

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import ROOT

ROOMS = ("index", "rag", "page", "onrecord", "training", "benchmarks")
FILES = [*(file for room in ROOMS for file in sorted(ROOT.glob(f"{room}/**/*.py"))), ROOT / "app.py"]
TOOLS = ("training", "benchmarks")  # which measure and make what the house uses, and may import more
LONGEST_FILE = 250  # lines

# The floors of the house: what stands further on may import what stands before it, and never the other way round.
FLOORS = (
    *(
        "index.plain_text",
        "index.errors",
        "index.privacy",
        "index.address",
        "index.connections",
        "index.calling",
        "index.read_only",
    ),
    *("index.folders", "index.swapping", "index.precedence", "index.recent"),
    *("index.language", "index.reading", "index.embedding"),
    "index.scope",
    *(
        "index.storing",
        "index.vectors",
        "index.identity",
        "index.salvage",
        "index.completeness",
        "index.store",
        "index.search",
    ),
    *("index.reporting", "index.watching", "index.sync", "index.waiting"),
    *("index.health", "index.lists", "index.own_settings", "index.copying", "index.library", "index"),
    *("rag.quote", "rag.answer", "rag.clock", "rag.settings", "rag.llm", "rag.reader", "rag.threshold"),
    *("rag.loading", "rag.contest", "rag.outside"),
    *("rag.verdict", "rag.writer", "rag.notices", "rag.sides"),
    *("rag.answer_spans", "rag.standalone", "rag.about", "rag.retriever", "rag.drafts", "rag.show"),
    *("rag.chatbot", "rag.verification", "rag.lookup", "rag.remote", "rag.opening", "rag.llamaindex", "rag.mcp"),
    *("rag.evaluation", "rag.serving", "rag"),
    *("page", "rag.cli", "rag.__main__"),  # `onrecord chat` opens the page
)
DOORS = {
    "index": "Article Backlog CheckReport Embedder FileOutcome Headline Hit InputError Library LibraryDamaged "
    "LibraryError LibraryLocked LibraryMismatch MonthCount Notice OnRecordError Passage Removed Sentence SetAside "
    "Skipped SourceCount SyncProgress SyncReport Time Undated load_embedder read_articles split_passages "
    "split_sentences",
    "index.embedding": "Embedder Network PACKAGED_MODEL PASSAGE_PIECES Passage ServerModel embedding_text "
    "encode_quickly load_embedder packaged_tokenizer packaged_words passage_text split_passages whole_passage",
    "index.language": "Facts facts",
    "index.reading": "Article Days FoundFile NotRead Notice ReadArticle Removed SUFFIXES Skipped bare_title days_of "
    "find_files iso_date iso_span kind_of not_read_line orders_of read_articles read_file resolved_roots suffix_of",
    "index.storing": "Backlog CATALOG Catalog ChangedFile Headline ListKind MonthCount Order SetAside SourceCount "
    "StoredPassage article_of asked_next digest read_aside removed_of words_of",
    "index.vectors": "BATCH SURELY_FOUND Vectors load_chroma open_vectors",
    "rag": "Answer Answering Chatbot Citation Grounded LanguageModel ModelError Position Quote Rejected RemoteChatbot "
    "Report Settings ShortAnswer Slice Timings Turn Usage Verdict evaluate ground_draft load_llm open_chatbot "
    "CheckedDraft CheckedQuotation CheckedSentence CheckedSpeaker SourcedQuote WordChange verify",
    "rag.drafts": "CheckedDraft CheckedQuotation CheckedSentence CheckedSpeaker DraftText SourcedQuote WordChange "
    "read_drafts verify",
    "rag.evaluation": "Report evaluate",
    "rag.llamaindex": "GroundedQueryEngine OnRecordQueryEngine OnRecordRetriever ground_response",
    "rag.llm": "Deadline Draft LanguageModel ModelError NAMES PromptTooLong destination load_llm",
    "rag.mcp": "serve",
    "rag.reader": "Evidence EvidenceSentence Reader TrainedReader joined",
    "rag.serving": "PORT Place Running Service bind new_token read_token run serve",
    "rag.show": "EXPORTS about_html answer_html as_text date_html draft_as_text draft_html draft_page link_to "
    "marked_html origin_html sources_html",
    "rag.verdict": "ClaimJudge Judged Judgement judge judge_claims",
    "rag.writer": "behind in_its_place in_quotation_marks judge_messages not_found placed prompts_digest quoted "
    "standalone_messages wording_messages written",
}
# Of other people's libraries, where they have no other way in.
FOREIGN_PRIVATES = {"_Element", "_client", "_replace", "_admin_client", "_identifier_to_system", "_server", "_session"}
# Facts of English, as one pattern or list would hold them.
ENGLISH = {
    "months": "january february march april june july august september october november december",
    "weekdays": "monday tuesday wednesday thursday friday saturday sunday",
    "numbers": "three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand",
    "negations": "not never nor neither cannot without",
    "pronouns": "he she it they him her them his its their",
}


def name_of(file: Path) -> str:
    """Return a file's name as a module: `rag/show/__init__.py` is `rag.show`."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(file): file for file in FILES}


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def nodes_that_run(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a tree, functions' bodies included, but for what only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)):
            yield child
            yield from nodes_that_run(child)


@cache
def imports(file: Path) -> frozenset[str]:
    """Return the modules that a file imports, anywhere in it."""
    found = set()
    for node in nodes_that_run(parsed(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            of = node.module or ""
            found |= {f"{of}.{alias.name}" if f"{of}.{alias.name}" in MODULES else of for alias in node.names}
    return frozenset(found)


def importers(package: str) -> set[str]:
    """Return the modules of the house that import a package of somebody else's."""
    return {
        name
        for name, file in MODULES.items()
        if not name.startswith(TOOLS) and any(one.split(".")[0] == package for one in imports(file))
    }


def floor_of(module: str) -> str:
    """Return the floor that a module stands on: the longest that its name begins with."""
    return max((floor for floor in FLOORS if f"{module}.".startswith(f"{floor}.")), key=len, default="")


def test_every_module_has_its_floor() -> None:
    doors = {"index", "rag"}  # which re-export: all else in them has a floor of its own
    assert [name for name in MODULES if name not in doors and floor_of(name) in doors] == []


def test_imports_run_one_way() -> None:
    backwards = [
        f"{name} imports {imported}"
        for name, file in MODULES.items()
        for imported in imports(file)
        if (here := floor_of(name)) and (there := floor_of(imported)) and FLOORS.index(there) > FLOORS.index(here)
    ]
    assert backwards == []
    for name in ("index", "rag"):  # a door is for those outside of it
        assert [one for one in MODULES if one.startswith(f"{name}.") and name in imports(MODULES[one])] == []


def test_imports_have_no_circle() -> None:
    sorter = TopologicalSorter({name: [one for one in imports(file) if one != name] for name, file in MODULES.items()})
    sorter.prepare()  # raises `CycleError`, which names the modules


def test_what_is_imported_where() -> None:
    assert {floor_of(name) for name in importers("chromadb")} == {"index.vectors"}
    assert {name.split(".")[0] for name in importers("gradio")} <= {"page", "app"}
    assert importers("sentence_transformers") == {"index.embedding.sentence_model"}
    assert importers("mcp") <= {name for name in MODULES if floor_of(name) == "rag.mcp"}
    assert {floor_of(name) for name in importers("llama_index")} == {"rag.llm", "rag.writer", "rag.llamaindex"}
    assert importers("onnxruntime") == {"index.embedding.network"}
    assert not importers("torch")
    assert not importers("app")  # the door of the page, which no wheel holds


def test_nothing_reaches_into_what_is_private() -> None:
    reached = []
    for name, file in MODULES.items():
        own = set(re.findall(r"(?:def |class |self\.|cls\.|^|^    )(_[a-z]\w*)\b", file.read_text(), re.MULTILINE))
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.ImportFrom):
                reached += [f"{name}: {alias.name}" for alias in node.names if is_private(alias.name)]
            elif isinstance(node, ast.Attribute) and is_private(node.attr):
                if node.attr not in own | FOREIGN_PRIVATES:
                    reached.append(f"{name}: {ast.unparse(node)}")
    assert reached == []


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def test_english_is_known_in_one_room() -> None:
    stray = []
    for name, file in MODULES.items():
        if name.startswith(("index.language", *TOOLS)):
            continue
        tree = parsed(file)
        said = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}  # docstrings
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                written = set(re.findall("[a-z]+", node.value.lower()))
                stray += [
                    f"{name}:{node.lineno}: {kind}"
                    for kind, words in ENGLISH.items()
                    if len(written & set(words.split())) > 4
                ]
    assert stray == []


def test_prompts_are_read_by_one_module() -> None:
    assert [name for name, file in MODULES.items() if '"prompts"' in file.read_text()] == ["rag.writer.prompt"]


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    code = """
import rag, rag.cli, sys
assert rag.load_llm("http://127.0.0.1:1/v1#m", now=False).name == "http://127.0.0.1:1/v1#m"
print(*sorted({name.split('.')[0] for name in sys.modules}))
"""
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    heavy = set("torch sentence_transformers transformers onnxruntime chromadb gradio llama_index nltk sklearn".split())
    assert heavy.isdisjoint(loaded)


def modules_loaded_by(code: str, library: Path) -> set[str]:
    """Run code in a fresh process, the library's folder as its argument; it must end up with an `answer`."""
    code += "\nimport sys; print(answer.status, *sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code, str(library)], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert said[0] == "answered"
    return set(said[1:])


def test_syncing_and_asking_need_no_torch(tmp_path: Path) -> None:
    sync_and_ask = """
import sys
from rag import open_chatbot
with open_chatbot("seeds", library=sys.argv[1]) as bot:
    answer = bot.ask("Who built the Bushehr plant?")
"""
    ask = """
import sys
from index import Library
from rag import Chatbot
with Library.open(sys.argv[1]) as library:
    answer = Chatbot(library).ask("Who built the Bushehr plant?")
"""
    assert {"torch", "sentence_transformers"}.isdisjoint(modules_loaded_by(sync_and_ask, tmp_path / "library"))
    # Nothing that takes a second to import and is of use only to sync.
    needless = set("torch sentence_transformers nltk sklearn scipy dateparser llama_index.core gradio".split())
    assert needless.isdisjoint(modules_loaded_by(ask, tmp_path / "library"))


def test_rooms_are_entered_by_their_doors() -> None:
    rooms = [name for name, file in MODULES.items() if file.name == "__init__.py" and name in FLOORS]
    offered = {room: set(getattr(importlib.import_module(room), "__all__", ())) for room in rooms}
    around = [
        f"{name}: from {node.module} import {alias.name}"
        for name, file in MODULES.items()
        for node in nodes_that_run(parsed(file))
        if isinstance(node, ast.ImportFrom) and (door := floor_of(node.module or "")) not in ("", node.module)
        if not f"{name}.".startswith(f"{door}.")
        for alias in node.names
        if alias.name in offered.get(door, ())
    ]
    assert around == []


@pytest.mark.parametrize("door", DOORS)
def test_the_doors(door: str) -> None:
    assert set(importlib.import_module(door).__all__) == set(DOORS[door].split())


def types_of(file: Path) -> Iterator[str]:
    """Yield the types that a file defines for others: classes, and other names for types."""
    for node in parsed(file).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
            yield from (name for target in node.targets if not (name := ast.unparse(target)).isupper())


def test_a_name_has_one_meaning() -> None:
    named: dict[str, list[str]] = {}
    for name, file in MODULES.items():
        for one in types_of(file):
            named.setdefault(one, []).append(name)
    assert {one: names for one, names in named.items() if len(names) > 1 and not is_private(one)} == {}


def test_files_stay_small() -> None:
    lines = {name: len(file.read_text().splitlines()) for name, file in MODULES.items()}
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}
