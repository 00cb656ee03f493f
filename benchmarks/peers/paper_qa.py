"""paper-qa (`Docs.aquery`) with a local language model: it sums up passages, answers from these, and cites them.

It cuts texts itself only with an encoding that tiktoken fetches from the network, so they are cut before, at the 5,000
characters of its defaults. Of its ten summaries for a question five are asked for: each is a call of the model. What it
shows are the passages whose summaries its answer cites. Needs a Python of its own with `paper-qa`,
`sentence-transformers` and `xllamacpp` (see docs/benchmarks.md).
"""

from collections.abc import Callable
from typing import Any

from benchmarks.peers.reply import Given, Reply, ShownPiece

NAME = "paper-qa, language model"
DECLINES = "I cannot answer"  # what it is told to say


def open_peer(given: Given) -> Callable[[str], Any]:
    """Index the articles; return what answers a question."""
    import asyncio

    from paperqa import Doc, Docs, Settings, Text

    server = {"model": "openai/gguf", "api_base": given.llm, "api_key": "none", "temperature": 0.0, "timeout": 3600}
    router = {"model_list": [{"model_name": "openai/gguf", "litellm_params": server}]}
    settings = Settings(
        llm="openai/gguf",
        llm_config=router,
        summary_llm="openai/gguf",
        summary_llm_config=router,
        embedding=f"st-{given.model}",
        answer={"evidence_k": 5},
    )
    docs = Docs()

    async def add_all() -> None:
        for one in given.articles:
            doc = Doc(docname=one["id"], dockey=one["id"], citation=one["title"])
            parts = [one["text"][start : start + 5000] for start in range(0, len(one["text"]), 5000)]
            texts = [Text(text=part, name=f"{one['id']} {number}", doc=doc) for number, part in enumerate(parts)]
            await docs.aadd_texts(texts, doc, settings)

    asyncio.run(add_all())
    return lambda question: asyncio.run(docs.aquery(question, settings))


def reply_of(said: Any) -> Reply:
    """Return the passages whose summaries are cited, all of them if none is; its confidence is its best relevance."""
    best = sorted(said.contexts, key=lambda one: -one.score)
    used = [one for one in best if one.id in said.raw_answer] or best
    if DECLINES in said.raw_answer or not used:
        return Reply((), 0.0)
    shows = {(one.text.doc.dockey, one.text.text): None for one in used}
    return Reply(tuple(ShownPiece(article, text) for article, text in shows), float(best[0].score))
