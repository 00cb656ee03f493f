"""The events that a model's server streams, read with care: what passes is whole, plain and expected.

Servers, and what stands between, send what no client library reads without falling over: pings, comments, empty
events, `null` where a list should be. Client libraries get to see events made anew, with what an answer is made of:
text, what is thought aloud, why it ended and what it cost. All is bounded, by line and in all.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from index.calling import message_of
from rag.llm.errors import ModelError

LONGEST_EVENT = 1_000_000  # bytes; a word comes in a few hundred
LARGEST_STREAM = 32_000_000  # bytes
MOST_TOKENS = 10**9
TOO_LARGE = "the server sends more than any answer needs, and was cut off; check what answers there"

_LINE_END = re.compile(rb"\r\n|\n|\r(?=[^\n])")  # a \r at the end may be half of a line's end
_DONE = b"data: [DONE]\n\n"

EventReader = Callable[[dict[str, Any]], Iterable[dict[str, Any]]]


def whole_events(chunks: Iterable[bytes], reader: EventReader) -> Iterator[bytes]:
    """Yield the events of a response that `reader` makes something of, in its words.

    Raises `ModelError` for what is no JSON, too large, or an error that the server reports.
    """
    for block in _blocks(chunks):
        data = b"\n".join(block).strip()
        if data.startswith(b"[DONE]"):
            yield _DONE
            return
        event = _json(data) if data else None
        if not isinstance(event, dict):
            continue
        if error := event.get("error"):
            raise ModelError(f"the server reports an error; try again, or look into its log ({message_of(error)})")
        for made in reader(event):
            name = f"event: {made['type']}\n" if "type" in made else ""
            yield f"{name}data: {json.dumps(made)}\n\n".encode()


def _blocks(chunks: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield the data of each event, line by line."""
    block: list[bytes] = []
    size = 0
    for line in _lines(chunks):
        if not line:
            yield block
            block, size = [], 0
        elif line.startswith(b"data:"):
            block.append(line[5:])
            size += len(line)
            if size > LONGEST_EVENT:
                raise ModelError(TOO_LARGE)
    yield block


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    buffer = bytearray()
    total = searched = 0
    for chunk in chunks:
        total += len(chunk)
        if total > LARGEST_STREAM:
            raise ModelError(TOO_LARGE)
        buffer += chunk
        start = 0
        while end := _LINE_END.search(buffer, max(start, searched)):
            yield bytes(buffer[start : end.start()])
            start = searched = end.end()
        del buffer[:start]
        searched = max(0, len(buffer) - 1)
        if len(buffer) > LONGEST_EVENT:
            raise ModelError(TOO_LARGE)
    yield bytes(buffer.rstrip(b"\r"))


def _json(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise ModelError("the model's answer can't be read, it is not JSON; check what answers there") from error


def openai_events(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a chunk of OpenAI's protocol anew; nothing for what holds no part of an answer."""
    choices = event.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    given = choice.get("delta")
    delta = given if isinstance(given, dict) else {}
    finish = choice.get("finish_reason") if isinstance(choice.get("finish_reason"), str) else None
    said = _text(delta.get("content"))
    thought = next(filter(None, (_text(delta.get(key)) for key in ("reasoning_content", "reasoning"))), "")
    counts = event.get("usage")
    usage = _usage(counts, "prompt_tokens", "completion_tokens", "total_tokens") if isinstance(counts, dict) else None
    if choice.get("index") not in (0, None) or not (said or thought or finish or usage):
        return
    made = {"role": "assistant", "content": said} | ({"reasoning_content": thought} if thought else {})
    yield {
        "id": "answer",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "model",
        "choices": [{"index": 0, "delta": made, "finish_reason": finish}] if choice else [],
        "usage": usage,
    }


def _text(content: Any) -> str:
    """Return what a delta says; some servers give it in parts."""
    if isinstance(content, list):
        return "".join(_text(part.get("text")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _usage(counts: Any, *names: str) -> dict[str, int]:
    """Return the counts of these names; 0 for what is no number of tokens."""
    given = {name: counts.get(name) if isinstance(counts, dict) else None for name in names}
    return {name: one if isinstance(one, int) and 0 <= one < MOST_TOKENS else 0 for name, one in given.items()}


class AnthropicEvents:
    """Makes the events of one answer in Anthropic's protocol anew, each block of one kind."""

    def __init__(self) -> None:
        self._block: str | None = None

    def __call__(self, event: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield what an event means for the answer."""
        kind, delta = event.get("type"), event.get("delta")
        delta = delta if isinstance(delta, dict) else {}
        if kind == "message_start":
            message = event.get("message")
            counts = message.get("usage") if isinstance(message, dict) else None
            usage = _usage(counts, "input_tokens", "output_tokens")
            head = {"id": "answer", "type": "message", "role": "assistant", "model": "model", "content": []}
            yield {"type": kind, "message": head | {"stop_reason": None, "stop_sequence": None, "usage": usage}}
        elif kind == "content_block_delta":
            yield from self._said("text", _text(delta.get("text")))
            yield from self._said("thinking", _text(delta.get("thinking")))
        elif kind == "message_delta":
            reason = delta.get("stop_reason")
            yield from self._ended()
            yield {
                "type": kind,
                "delta": {"stop_reason": reason if isinstance(reason, str) else None, "stop_sequence": None},
                "usage": _usage(event.get("usage"), "input_tokens", "output_tokens"),
            }
        elif kind == "message_stop":
            yield {"type": kind}

    def _said(self, kind: str, text: str) -> Iterator[dict[str, Any]]:
        if not text:
            return
        if self._block != kind:
            yield from self._ended()
            self._block = kind
            block = {"type": kind, kind: ""} | ({"signature": ""} if kind == "thinking" else {})
            yield {"type": "content_block_start", "index": 0, "content_block": block}
        yield {"type": "content_block_delta", "index": 0, "delta": {"type": f"{kind}_delta", kind: text}}

    def _ended(self) -> Iterator[dict[str, Any]]:
        if self._block is not None:
            yield {"type": "content_block_stop", "index": 0}
        self._block = None
