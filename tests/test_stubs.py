"""Gradio is imported without the stubs for editors that it writes beside its parts, and is else as it comes."""

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from page.stubs import _Loader
from tests.conftest import ROOT

OWN_PART = """
import gradio as gr
class Own(gr.HTML):
    EVENTS = [gr.events.Events.change]
"""
USES = """
import sys
sys.path.insert(0, {folder!r})
import page.people  # whichever of the package comes first
import gradio as gr
import own
with gr.Blocks() as blocks:
    part = own.Own("Hello")
    part.change(lambda said: said, part, part)
    gr.Textbox().submit(lambda: "", None, part)
print(part.value, len(blocks.fns), gr.component_meta.create_or_modify_pyi.__module__)
"""


@pytest.mark.slow
def test_gradio_writes_no_stubs_and_its_parts_work(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(OWN_PART)
    done = subprocess.run(
        [sys.executable, "-c", USES.format(folder=str(tmp_path))], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.stdout.split(), done.stderr) == (["Hello", "2", "page.stubs"], "")
    assert not (tmp_path / "own.pyi").exists()


@pytest.mark.parametrize("writes", ["create_or_modify_pyi", "write_types"])
def test_a_gradio_without_stubs_is_imported_as_it_is(tmp_path: Path, writes: str) -> None:
    file = tmp_path / "meta.py"
    file.write_text(f"def {writes}(part):\n    return 'written'\nOTHER = 1\n")
    module = module_from_spec(spec_from_file_location("meta", file))  # type: ignore[arg-type]
    _Loader("meta", str(file)).exec_module(module)
    assert module.OTHER == 1 and (getattr(module, writes)(part="a") is None) == (writes == "create_or_modify_pyi")
    assert {name for name in vars(module) if not name.startswith("__")} == {writes, "OTHER"}
