"""The address of a server as a person gave it, with its key or password kept apart from what may be shown."""

import base64
import ipaddress
import json
import re
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from urllib.parse import quote, quote_plus, unquote, urlsplit, urlunsplit

from index.errors import InputError

SHORTEST_SECRET = 4  # characters; what is shorter would be found in half of all words
HIDDEN = "***"
_BETWEEN = r"""(?:[\\'"`‘’‚“”„«»*_~]|<[^<>]*>)"""  # escapes, marks and markup, that an echo adds or takes away


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address.

    `url` has no key, password, query or fragment, and may be shown and stored. `http://:KEY@host` gives a `password`
    alone, which is sent as a key; with a `user` as well, both are sent as HTTP's basic authentication.
    """

    url: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read an address; raises `InputError`, without its secrets, for what is none.

        >>> Address.parse("https://:sk-123@llm.example:8443/v1/")
        Address(url='https://llm.example:8443/v1')
        """
        try:
            parts = urlsplit(text.strip())
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
            parts = urlsplit("")
        is_split = "@" in f"{parts.path}{parts.query}{parts.fragment}"  # by a sign in the key that ends the host
        if parts.scheme not in ("http", "https") or not host or is_split:
            hint = ", and / ? # in a key as %2F %3F %23" if "@" in text else ""
            raise InputError(
                f"{without_userinfo(text)}: not the address of a server; write it like http://host:port{hint}"
            )
        bare = f"[{host}]" if ":" in host else host
        where = bare if port is None else f"{bare}:{port}"
        url = urlunsplit((parts.scheme, where, parts.path.rstrip("/"), "", ""))
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(url, user, password) if password else cls(url, "", user)

    @property
    def host(self) -> str:
        """Its host, without port."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """Its port, that of the scheme when none was given."""
        parts = urlsplit(self.url)
        return parts.port or (443 if parts.scheme == "https" else 80)

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what a key is given for."""
        return urlsplit(self.url).scheme, self.host, self.port

    @property
    def is_on_this_machine(self) -> bool:
        """Whether it surely leads to this machine; 0.0.0.0 does, too, when it is connected to."""
        number = number_of(self.host)
        return is_loopback(self.host) or (number is not None and number.is_unspecified)

    @property
    def authorization(self) -> str | None:
        """The header `Authorization` that the address asks for, None without a key or password in it."""
        if self.user:
            return f"Basic {base64.b64encode(f'{self.user}:{self.password}'.encode()).decode()}"
        return f"Bearer {self.password}" if self.password else None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown, in each of its forms."""
        return tuple(dict.fromkeys(forms_of(self.password, self.user))) if self.password else ()


def is_loopback(host: str) -> bool:
    """Tell whether a host's name or number is surely this machine's own loopback.

    Not "localhost." and "a.localhost": some systems ask a name server for them.

    >>> is_loopback("localhost"), is_loopback("127.0.0.2"), is_loopback("::1"), is_loopback("127.1")
    (True, True, True, True)
    >>> is_loopback("127.0.0.1.example.org"), is_loopback("192.168.0.7"), is_loopback("0.0.0.0")
    (False, False, False)
    """
    number = number_of(host)
    return host.lower() == "localhost" or (number is not None and number.is_loopback)


def number_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return a host's number as the system reads it; None for a name, which a name server can lead anywhere.

    >>> number_of("127.1"), number_of("0x7f000001"), number_of("localhost")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), None)
    """
    bare = host.removeprefix("[").removesuffix("]")
    try:
        (*_, (number, *_)), *_ = socket.getaddrinfo(bare, None, flags=socket.AI_NUMERICHOST)
        address = ipaddress.ip_address(number)
    except (OSError, ValueError):
        return None
    return getattr(address, "ipv4_mapped", None) or address


def without_userinfo(text: str) -> str:
    """Return what was meant to be an address without all before its last @: a key may hold any sign.

    >>> without_userinfo("htp://me:sec/ret@host/v1"), without_userinfo("secret@host")
    ('htp://host/v1', 'host')
    """
    start, slashes, rest = text.partition("//")
    if not slashes:
        start, rest = "", text
    return f"{start}{slashes}{rest.rpartition('@')[2]}"


def forms_of(secret: str, user: str = "") -> Iterator[str]:
    """Yield a secret in each form that it may be echoed in."""
    yield from (secret, quote(secret, safe=""), quote(secret), quote_plus(secret))
    yield from (repr(secret)[1:-1], json.dumps(secret)[1:-1], escape(secret, quote=False))
    yield from (escape(secret), escape(secret).replace("&#x27;", "&#39;"))
    for text in dict.fromkeys((secret, f":{secret}", f"{user}:{secret}")):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            encoded = encode(text.encode()).decode()
            yield from (encoded, encoded.rstrip("="))


def redacted(text: str, secrets: Iterable[str]) -> str:
    """Return a text with asterisks in the place of each secret, be it with other marks, escapes or markup in it.

    >>> redacted("the key sk-123 is wrong, sk-<b>12</b>3 too", ["sk-123"])
    'the key *** is wrong, *** too'
    """
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= SHORTEST_SECRET:
            text = _echo_of(secret).sub(HIDDEN, text)
    return text


@lru_cache(maxsize=1000)
def _echo_of(secret: str) -> re.Pattern[str]:
    """Return what a secret looks like once escapes, marks and markup were put into it or taken off."""
    signs = re.sub(_BETWEEN, "", secret)
    return re.compile(
        f"{_BETWEEN}*".join(map(re.escape, signs)) if len(signs) >= SHORTEST_SECRET else re.escape(secret)
    )
