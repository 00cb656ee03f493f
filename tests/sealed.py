"""Commands in a network namespace of their own, where everything that would leave the machine is recorded.

Run as a program by `unshare --net`: a device that leads nowhere takes the default route, so that each packet to another
machine is seen there, whichever library or thread sends it, and a proxy on loopback notes who asks it for what. What
each process writes is seen by what lies afterwards in the folders that it takes for its home, its current one and the
system's temporary one.

    python -m tests.sealed FOLDER < jobs.json      each job is a list of arguments for python; prints what was seen
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

PROXIED = ("http_proxy", "https_proxy", "all_proxy")
SWITCHES = ("ORT_", "HF_", "GRADIO_", "TRANSFORMERS_", "ANONYMIZED", "DO_NOT_TRACK", "XDG_", "ONRECORD")
ETHERNET_IP, ETHERNET_IP6 = b"\x08\x00", b"\x86\xdd"
EVERY_PROTOCOL = 3  # ETH_P_ALL
MOST_S = 240  # seconds, for all jobs at once


def set_up_network() -> socket.socket:
    """Bring up loopback and a device that leads nowhere; return a socket that sees what is sent there."""
    for line in (
        "link set lo up",
        "link add nowhere type veth peer name end",
        "link set nowhere up",
        "link set end up",
        "addr add 10.9.8.7/24 dev nowhere",
        "neigh add 10.9.8.1 lladdr 02:00:00:00:00:01 dev nowhere",
        "route add default via 10.9.8.1",
        "-6 addr add fd00:9::7/64 dev nowhere nodad",
        "-6 route add default via fd00:9::1 dev nowhere",
    ):
        subprocess.run(["ip", *line.split()], check=not line.startswith("-6"), capture_output=True)
    seen = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(EVERY_PROTOCOL))
    seen.bind(("nowhere", 0))
    return seen


def watch(device: socket.socket, packets: list[str]) -> None:
    """Note where each packet would go; not what the system itself sends to find neighbours and routers."""
    while True:
        frame = device.recv(65535)
        if frame[12:14] == ETHERNET_IP:
            packets.append(socket.inet_ntop(socket.AF_INET, frame[30:34]))
        elif frame[12:14] == ETHERNET_IP6:
            target = socket.inet_ntop(socket.AF_INET6, frame[38:54])
            packets += [] if target.startswith("ff02::") else [target]


def serve_proxy(listener: socket.socket, asked: list[str]) -> None:
    """Note the first line of each request, and refuse it."""
    while True:
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(5)
            try:
                asked.append(connection.recv(500).split(b"\r\n")[0].decode(errors="replace"))
                connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            except OSError as error:
                asked.append(str(error))


def environment(folder: Path, proxy: str) -> dict[str, str]:
    """Return what a newcomer's process has, with a proxy for everything."""
    for name in ("home", "here", "tmp"):
        (folder / name).mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    for name in list(kept):  # what was switched off here already must be switched off by the process itself
        if name.startswith(SWITCHES):
            del kept[name]
    proxies = {name: proxy for each in PROXIED for name in (each, each.upper())}
    places = {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"), "PYTHONPATH": os.getcwd()}
    return kept | proxies | places | {"PYTHONDONTWRITEBYTECODE": "1"}


def main() -> None:
    """Run all jobs at once, and print their results and what was seen of them as JSON."""
    folder, jobs = Path(sys.argv[1]), json.load(sys.stdin)
    packets: list[str] = []
    asked: list[str] = []
    threading.Thread(target=watch, args=[set_up_network(), packets], daemon=True).start()
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve_proxy, args=[listener, asked], daemon=True).start()
    variables = environment(folder, f"http://127.0.0.1:{listener.getsockname()[1]}")
    running: list[Any] = [
        subprocess.Popen(
            [sys.executable, *job],
            env=variables,
            cwd=folder / "here",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for job in jobs
    ]
    until = time.monotonic() + MOST_S
    results = []
    for process in running:
        try:
            said, complained = process.communicate(timeout=max(1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            said, complained = process.communicate()
        results.append({"status": process.returncode, "stdout": said, "stderr": complained})
    json.dump({"results": results, "packets": packets, "proxied": asked}, sys.stdout)


if __name__ == "__main__":
    main()
