"""Commands on two machines, as far as the network goes: two namespaces with a cable between them.

Run as a program by `unshare --net`, in which the first machine is. `python -m tests.two_machines FOLDER` prints, as
JSON, the status and the output of what was done in turn; the second machine knows of the first what it is told alone.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.conftest import SEEDS

FIRST, SECOND = "10.77.0.1", "10.77.0.2"
QUESTION = "Who built the Bushehr plant?"
EMBEDDING = f"http://{SECOND}:8601/v1?max_tokens=512#mini"
SERVED = f"http://{FIRST}:8700"
MOST_S = 240

_SERVER = f"""
import threading
from index import Embedder
from tests.embedding_server import EmbeddingServer
with EmbeddingServer(Embedder(), host="{SECOND}", port=8601):
    print("ready", flush=True)
    threading.Event().wait()
"""
_COUNT_QUESTIONS = f"""
from rag import open_chatbot
with open_chatbot("{SERVED}") as bot:
    print([bot.ask("{QUESTION}").status for _ in range(5)])
"""


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def python(*arguments: object, far: int = 0, **variables: str) -> "subprocess.Popen[str]":
    """Start Python on the first machine, or on the second one, whose first process is `far`."""
    there = ["nsenter", f"--net=/proc/{far}/ns/net"] if far else []
    command = [*there, sys.executable, *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | variables
    )


def ended(process: "subprocess.Popen[str]") -> list[Any]:
    out, err = process.communicate(timeout=MOST_S)
    return [process.returncode, out, err]


def main(folder: Path) -> None:
    library, token = folder / "library", folder / "token"
    second = subprocess.Popen(["unshare", "--net", "sleep", "1000"])
    time.sleep(0.5)
    ip("link", "add", "cable", "type", "veth", "peer", "name", "end")
    ip("link", "set", "end", "netns", str(second.pid))
    for name, at, address in (
        ("cable", [], FIRST),
        ("end", ["nsenter", f"--net=/proc/{second.pid}/ns/net"], SECOND),
    ):
        for line in ("link set lo up", f"addr add {address}/24 dev {name}", f"link set {name} up"):
            subprocess.run([*at, "ip", *line.split()], check=True)
    embedding = python("-c", _SERVER, far=second.pid)
    assert embedding.stdout is not None and embedding.stdout.readline() == "ready\n"
    onrecord = ["-m", "onrecord"]
    done = {}
    first = SEEDS / "bushehr-plant.md", SEEDS / "drone-deal.md"
    done["sync"] = ended(python(*onrecord, "sync", *first, "--embedding", EMBEDDING, "--library", library))
    serving = python(
        *onrecord, "serve", "--host", FIRST, "--token", token, "--embedding", EMBEDDING, "--library", library
    )
    assert serving.stderr is not None
    done["said"] = [serving.stderr.readline(), serving.stderr.readline()]
    known = {"ONRECORD_TOKEN": token.read_text().strip()}
    askers = [python("-c", _COUNT_QUESTIONS, far=second.pid, **known) for _ in range(2)]
    done["more"] = ended(python(*onrecord, "sync", SEEDS, "--embedding", EMBEDDING, "--library", library))
    done["askers"] = [ended(one) for one in askers]
    done["articles"] = ended(python(*onrecord, "articles", "--library", SERVED, far=second.pid, **known))
    done["stranger"] = ended(python(*onrecord, "ask", QUESTION, "--library", SERVED, far=second.pid, ONRECORD_TOKEN=""))
    serving.terminate()
    done["served"] = ended(serving)
    for one in (embedding, second):
        one.terminate()
        one.wait()
    sys.stdout.write(json.dumps(done))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
