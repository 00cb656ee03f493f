"""Passages and quotes as LlamaIndex's nodes: the characters of an article, to the letter, with their offsets in it."""

from llama_index.core.schema import NodeRelationship, NodeWithScore, RelatedNodeInfo, TextNode

from index import Article, Hit
from rag.answer import Citation
from rag.quote import Quote, Slice

UNREAD = ["article", "url", "number"]  # metadata that neither a model nor an embedding model needs to see


def passage_node(hit: Hit) -> NodeWithScore:
    """Return a found passage; what introduces the list or table that it begins within is in its metadata."""
    article, passage = hit.article, hit.passage
    lead = tuple(Slice(one.start, one.end, article.text[one.start : one.end]) for one in passage.lead)
    quote = Quote(article.id, passage.start, passage.end, hit.text, lead)
    return _node(passage.id, quote, article, hit.score)


def citation_node(citation: Citation) -> NodeWithScore:
    """Return a quote of an answer, with its number there."""
    quote = citation.quote
    told = {"number": citation.number, "kind": citation.kind}
    return _node(f"{quote.article}[{quote.start}:{quote.end}]", quote, citation, citation.score, **told)


def _node(node_id: str, quote: Quote, origin: Article | Citation, score: float, **told: object) -> NodeWithScore:
    """Return a quote as a node: `start_char_idx` and `end_char_idx` are its place in its article, the source node."""
    metadata = {
        "article": quote.article,
        "title": origin.title,
        "source": origin.source,
        "published": origin.published,
        "url": origin.url,
        "introduced_by": "\n".join(one.text for one in quote.lead),
        **told,
    }
    node = TextNode(
        id_=node_id,
        text=quote.text,
        start_char_idx=quote.start,
        end_char_idx=quote.end,
        metadata={name: value for name, value in metadata.items() if value not in (None, "")},
        excluded_llm_metadata_keys=UNREAD,
        excluded_embed_metadata_keys=UNREAD,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=quote.article)},
    )
    return NodeWithScore(node=node, score=score)
