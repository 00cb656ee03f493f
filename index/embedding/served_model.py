"""What the name of a server's embedding model says.

    http://host:port/v1#MODEL                         a key stands before the host, as :KEY@host
    http://host:port/v1?max_tokens=512#MODEL          what the model reads, 256 tokens if not said
    …?query_prompt=query:%20&passage_prompt=…#MODEL   what it wants before a question and a passage

Nothing is asked here.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode

from index.address import Address, without_userinfo
from index.calling import shown
from index.errors import InputError
from index.plain_text import one_line

KIND = "server:"  # before the name of a model of a server, as libraries record it
LEAST_TOKENS, MOST_TOKENS = 64, 1_000_000
WRITE = "write it like http://host:port/v1#MODEL, and / ? # in a key as %2F %3F %23"
OPTIONS = ("max_tokens", "query_prompt", "passage_prompt")


@dataclass(frozen=True, slots=True)
class ServedModel:
    """What is asked of a server: the model, what it reads (None: as recorded, or the usual), and its prompts."""

    name: str
    max_tokens: int | None = None
    query_prompt: str = ""
    passage_prompt: str = ""

    @property
    def recorded(self) -> str:
        """The name that a library records: all that decides which vector a text has.

        >>> ServedModel("e5-small", 512, query_prompt="query: ").recorded
        'server:e5-small?query_prompt=query:%20'
        """
        return f"{KIND}{self.name}{self._query(prompts_only=True)}"

    def at(self, url: str) -> str:
        """Return the name to give, with an address."""
        return f"{url}{self._query()}#{self.name}"

    def _query(self, *, prompts_only: bool = False) -> str:
        given = {name: getattr(self, name) for name in OPTIONS[prompts_only:]}
        query = urlencode({name: value for name, value in given.items() if value}, safe=":", quote_via=quote)
        return f"?{query}" if query else ""

    @classmethod
    def of(cls, name: str, query: str) -> "ServedModel":
        """Read a name and the options after the ? of an address; raises `InputError`."""
        options = dict(parse_qsl(query, keep_blank_values=True))
        if unknown := [option for option in options if option not in OPTIONS]:
            raise InputError(f"{name}: {unknown[0]} is no option of an embedding model; there are {', '.join(OPTIONS)}")
        tokens = options.get("max_tokens")
        if tokens is not None and not (tokens.isdecimal() and LEAST_TOKENS <= int(tokens) <= MOST_TOKENS):
            raise InputError(
                f"{name}: max_tokens={tokens} can't be used; say how many tokens of a text the model reads, "
                f"{LEAST_TOKENS} or more"
            )
        prompts = (options.get(option, "") for option in OPTIONS[1:])
        return cls(name, int(tokens) if tokens else None, *prompts)


def read_served(text: str) -> tuple[ServedModel, Address | None]:
    """Read a model and its address, which what a library has recorded lacks; raises `InputError`, without its secrets.

    >>> read_served("http://:sk-1@gpu:8080/v1?max_tokens=512#bge")
    (ServedModel(name='bge', max_tokens=512, query_prompt='', passage_prompt=''), Address(url='http://gpu:8080/v1'))
    """
    if text.startswith(KIND):
        name, _, query = text.removeprefix(KIND).partition("?")
        return ServedModel.of(name, query), None
    base, _, name = text.partition("#")
    main, _, query = base.partition("?")
    try:
        if "@" in query or ("#" in name and "@" in name):  # a sign in the key that ends the host
            raise InputError("no address")
        address = Address.parse(main)
    except InputError:
        named = shown(without_userinfo(text))
        raise InputError(f"{named}: not the address of an embedding model; {WRITE}") from None
    if not name.strip():
        raise InputError(f"{address.url}: say which model the server should use, like {address.url}#MODEL")
    if "?" in name:
        options = name.partition("?")[2]
        raise InputError(
            f"{address.url}#{shown(name)}: put the options before the #: {address.url}?{shown(options)}#MODEL"
        )
    return ServedModel.of(one_line(name.strip()), query), address
