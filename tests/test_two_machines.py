"""A library on one machine, its embedding model and who asks it on another."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.two_machines import FIRST, SERVED


@pytest.mark.slow
def test_one_machine_writes_and_answers_and_another_embeds_and_asks(tmp_path: Path) -> None:
    alone = ["unshare", "--net", "--map-root-user"]
    if not all(map(shutil.which, ("unshare", "nsenter", "ip"))):
        pytest.skip("needs unshare, nsenter (util-linux) and ip (iproute2)")
    if subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("this system lets no process have a network of its own (unshare --net)")
    command = [*alone, sys.executable, "-m", "tests.two_machines", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    done = json.loads(run.stdout)
    status, out, _ = done["sync"]
    assert status == 0 and out.startswith("2 added")
    assert done["said"] == [
        f"OnRecord answers at {SERVED} (end it with Ctrl-C)\n",
        "Other machines can reach it, and it is not encrypted on the way to them.\n",
    ]
    assert done["askers"] == [[0, f"{['answered'] * 5}\n", ""]] * 2
    assert done["more"][0] == 0 and "2 unchanged" in done["more"][1]
    assert done["articles"][0] == 0 and done["articles"][1].count("\n") == 12
    assert done["stranger"][0] == 2 and "asks for a token" in done["stranger"][2] and FIRST in done["stranger"][2]
    assert done["served"] == [0, "", ""]
