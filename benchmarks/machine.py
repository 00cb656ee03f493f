"""What must be known of the machine to judge a number that was taken on it."""

import os
import platform
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

LIBRARIES = ("torch", "sentence-transformers", "chromadb", "llama-index-core")


def facts() -> str:
    """Return the machine, its load, and the versions that matter, as one line."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    return f"{system}, Python {platform.python_version()}, {libraries}"


class Others:
    """Tells how busy other programs keep the cores, from when it is made; from /proc/stat, so on Linux only."""

    def __init__(self) -> None:
        self._started, self._before = perf_counter(), _core_seconds()

    def report(self) -> str:
        """Return one sentence."""
        if self._before is None or (now := _core_seconds()) is None:
            return "How busy other programs kept the cores meanwhile is not known."
        cores = (now - self._before) / (perf_counter() - self._started)
        return f"Meanwhile other programs kept {max(0.0, cores):.1f} of {os.cpu_count()} cores busy."


def _core_seconds() -> float | None:
    """Return the seconds that other programs have spent on cores since the machine started."""
    try:
        ticks = Path("/proc/stat").read_text().split()[1:4]  # user, nice, system
    except OSError:
        return None
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK") - sum(os.times()[:2])
