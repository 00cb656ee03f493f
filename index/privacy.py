"""Nothing leaves this machine: what every library is told before it is imported, whichever door was used.

`index` imports this module before anything else, and `rag`, the page and the command line all import `index`.
onnxruntime, Chroma, Gradio and Hugging Face read these variables once, when they are imported, and whatever is said to
them later comes too late. A proxy is never asked for what runs on this machine.
"""

import logging
import os
import sys

SWITCHES = {
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime 1.32; its disable_telemetry_events() is heeded by Windows alone
    "ANONYMIZED_TELEMETRY": "False",  # Chroma
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
}
READ_WHEN_IMPORTED = ("onnxruntime", "chromadb", "gradio", "huggingface_hub", "transformers")
LOOPBACK = ("localhost", "127.0.0.1", "::1")

_log = logging.getLogger("onrecord")


def keep_everything_here() -> None:
    """Switch off what would report home or download, and keep what runs on this machine out of proxies.

    A library that was imported before, and without these switches, is named in the log.
    """
    late = [name for name in READ_WHEN_IMPORTED if name in sys.modules]
    if late and any(os.environ.get(name) != value for name, value in SWITCHES.items()):
        _log.warning("imported before OnRecord, so it may report home: %s; import OnRecord first", ", ".join(late))
    os.environ.update(SWITCHES)
    exempt = [name for key in ("no_proxy", "NO_PROXY") for name in os.environ.get(key, "").split(",")]
    direct = ",".join(dict.fromkeys(filter(None, (*map(str.strip, exempt), *LOOPBACK))))
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = direct


keep_everything_here()
