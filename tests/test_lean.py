"""Gradio is imported and built without what no page of ours uses, and is else as it comes."""

import gc
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from page.lean import _Loader
from tests.conftest import ROOT

OWN_PART = """
import gradio as gr
class Own(gr.HTML):
    EVENTS = [gr.events.Events.change]
"""
USES = """
import gc, sys
sys.path.insert(0, {folder!r})
import page.people  # whichever of the package comes first
import gradio as gr
import own
made = []
create = gr.routes.App.create_app
gr.routes.App.create_app = staticmethod(lambda *given, **named: made.append(create(*given, **named)) or made[-1])
with gr.Blocks() as blocks:
    part = own.Own("Hello")
    part.change(lambda said: said, part, part)
    gr.Textbox().submit(lambda: "", None, part)
from page.server import gradio_server
gradio_server(blocks)
print(part.value, len(blocks.fns), len(made), blocks.app is made[0], gc.isenabled(), "pandas" in sys.modules)
print(gr.component_meta.create_or_modify_pyi.__module__)
print(gr.caching.pd.DataFrame([[1, 2]]).size, sys.modules["pandas"].DataFrame is gr.caching.pd.DataFrame)
"""


@pytest.mark.slow
def test_gradio_comes_without_all_that_and_its_parts_work(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(OWN_PART)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", USES.format(folder=str(tmp_path))],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.stdout.split(), done.stderr) == ("Hello 2 1 True True False page.lean 2 True".split(), "")
    assert not (tmp_path / "own.pyi").exists()


MEANWHILE = """
from page.lean import _without_pandas
with _without_pandas():
    import pandas
    from pandas import DataFrame
    from pandas.api.types import is_list_like
    print(DataFrame([[1, 2]]).size, is_list_like([]), pandas.DataFrame is DataFrame)
"""


@pytest.mark.slow
def test_what_is_wanted_of_pandas_meanwhile_is_there() -> None:
    done = subprocess.run([sys.executable, "-c", MEANWHILE], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.split(), done.stderr) == (["2", "True", "True"], "")


def loaded(file: Path, name: str, text: str) -> ModuleType:
    file.write_text(text)
    module = module_from_spec(spec_from_file_location(name, file))  # type: ignore[arg-type]
    _Loader(name, str(file)).exec_module(module)
    return module


@pytest.mark.parametrize("writes", ["create_or_modify_pyi", "write_types"])
def test_a_gradio_without_stubs_is_imported_as_it_is(tmp_path: Path, writes: str) -> None:
    text = f"def {writes}(part):\n    return 'written'\nOTHER = 1\n"
    module = loaded(tmp_path / "meta.py", "gradio.component_meta", text)
    assert module.OTHER == 1 and (getattr(module, writes)(part="a") is None) == (writes == "create_or_modify_pyi")
    assert {name for name in vars(module) if not name.startswith("__")} == {writes, "OTHER"}


@pytest.mark.parametrize("text", ["OTHER = 1", "EventListener = None", "class EventListener:\n    name = 'a'"])
def test_a_gradio_without_such_help_is_imported_as_it_is(tmp_path: Path, text: str) -> None:
    module = loaded(tmp_path / "events.py", "gradio.events", text)
    assert not hasattr(getattr(module, "EventListener", None), "set_doc")


def test_the_collector_goes_on_after_an_import_that_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        loaded(tmp_path / "broken.py", "gradio", "import gc\nassert not gc.isenabled()\n1 / 0")
    assert gc.isenabled()
