"""Where something is served: its sockets, its address, and the names by which it may be called.

A site whose name is made to lead to this machine (DNS rebinding) calls by that name; only the place's own are answered.
"""

import errno
import socket
from dataclasses import dataclass
from functools import cached_property

from index import InputError
from index.address import is_loopback, number_of

PORTS = range(7860, 7960)  # tried one after the other when none is asked for

_ABSENT = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


@dataclass(frozen=True)
class Place:
    """A host, as it stands in an address but without brackets, and a port."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address to type; a wildcard is reached on this machine by its own name."""
        host = "localhost" if self.is_wildcard else self.host
        return f"http://{self._named(host)}/"

    @property
    def is_wildcard(self) -> bool:
        """Whether it stands for all addresses of this machine."""
        return self.host in ("0.0.0.0", "::")

    def answers_to(self, name: str) -> bool:
        """Tell whether a request's `Host` names this place.

        >>> place = Place("127.0.0.1", 7860)
        >>> place.answers_to("127.0.0.1:7860"), place.answers_to("evil.example:7860"), place.answers_to("127.0.0.1")
        (True, False, False)
        """
        if not self.is_wildcard:
            return name.lower() == self._named(self.host)
        host, _, port = name.lower().rpartition(":") if self.port != 80 else (name.lower(), "", "80")
        return port == str(self.port) and (host in self._own_names or number_of(host) is not None)

    def _named(self, host: str) -> str:
        bare = f"[{host}]" if ":" in host else host
        return bare if self.port == 80 else f"{bare}:{self.port}"  # browsers leave the usual port out

    @cached_property
    def _own_names(self) -> frozenset[str]:
        name = socket.gethostname().lower()
        short = name.partition(".")[0]
        return frozenset({"localhost", name, short, f"{short}.local"})


def bind(host: str, port: int | None = None) -> tuple[Place, list[socket.socket]]:
    """Listen at a host, at a port or the first free one of `PORTS`; raises `InputError` when that can't be done."""
    written = host.strip().removeprefix("[").removesuffix("]").lower()
    name = str(number_of(written) or written)  # as browsers write it: 127.0.0.1 for 127.1
    for tried in PORTS if port is None else [port]:
        try:
            return Place(name, tried), _listen(name, tried)
        except (OSError, OverflowError, UnicodeError) as error:
            if isinstance(error, socket.gaierror | UnicodeError) or getattr(error, "errno", 0) in _ABSENT:
                raise InputError(f"{host}: not an address of this machine; choose another with --host") from error
            if port is None and getattr(error, "errno", 0) == errno.EADDRINUSE:
                continue
            raise InputError(f"it can't be served at {host}, port {tried}; choose another with --port") from error
    raise InputError(f"it can't be served at {host}, port {PORTS[0]} to {PORTS[-1]}; choose another with --port")


def _listen(host: str, port: int) -> list[socket.socket]:
    """Listen at all addresses of a host: at the one left out, somebody else could wait for whom it is meant for."""
    if not host or not 0 < port < 65536:
        raise OverflowError
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    addresses = {(family, str(where[0])): where for family, _, _, _, where in found}
    if is_loopback(host) and not all(is_loopback(number) for _, number in addresses):
        raise socket.gaierror(f"{host} leads to another machine")
    sockets: list[socket.socket] = []
    absent: OSError | None = None
    for (family, _), where in addresses.items():
        try:
            both = host == "::" and socket.has_dualstack_ipv6()
            sockets.append(socket.create_server(where[:2], family=family, backlog=128, dualstack_ipv6=both))
        except OSError as error:
            if error.errno in _ABSENT:  # a name may have an address of IPv6 on a machine that has none
                absent = error
                continue
            for opened in sockets:
                opened.close()
            raise
    if not sockets:
        raise absent or OSError(errno.EADDRNOTAVAIL, "no address")
    return sockets
