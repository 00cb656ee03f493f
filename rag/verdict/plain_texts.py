"""Anyone's draft held against anyone's texts: no library, no search, nothing but the draft and what it should rest on.

Each text is cut into sentences as an article is, and each sentence of the draft is judged as a model's is
(`rag.verdict.grounding`), whether it carries markers or none.
"""

from collections.abc import Iterable

from index import Article, Hit, InputError
from index.embedding import whole_passage
from index.errors import check_text
from rag.reader import EvidenceSentence
from rag.verdict.grounding import Grounded, ground


def ground_draft(draft: str, texts: Iterable[tuple[str, str] | Article], *, question: str = "") -> Grounded:
    """Tell which sentences of a draft its texts bear out, with the quotes that do.

    `texts` are pairs of an id and a text, such as `{...}.items()`, or articles, whose title, source and date count,
    too. A marker `[2]` in the draft points at the second text, `[2.3]` at the third sentence of that; without markers a
    sentence rests on what comes nearest to it in all texts. What the `question` states, the draft may repeat.

    Each citation's `quote` has the id of its text (`article`), and `text[start:end]` of that is the quote, to the
    letter. Words in quotation marks lose these, and are listed as `rejected`, where no text has them. A sentence that
    no text comes near is `uncited`. Raises `InputError` for what is no text, and for two texts of one id.

    >>> text = "The harbor opened in May 2024. It has nine docks, and cost “more than we had”, said Ann Lee."
    >>> found = ground_draft("It opened in May 2024. Lee said that it has ten docks.", [("harbor", text)])
    >>> [(one.verdict, one.reasons) for one in found.sentences]
    [('supported', ()), ('unsupported', ('number ten is in no quote',))]
    >>> quote = found.citations[0].quote
    >>> quote.article, text[quote.start : quote.end]
    ('harbor', 'The harbor opened in May 2024.')
    """
    check_text(draft=draft, question=question)
    articles = [one if isinstance(one, Article) else _article(one) for one in texts]
    if len({one.id for one in articles}) < len(articles):
        raise InputError("two of the texts have the same id; give each its own, as quotes are told apart by it")
    hits = [Hit(one, whole_passage(one), 0.0, 0.0, 0.0, one.id) for one in articles]
    return ground_on(draft, hits, question=question)


def ground_on(draft: str, hits: Iterable[Hit], *, question: str = "") -> Grounded:
    """Do what `ground_draft` does, on passages that are cut already; `[2]` points at the second one."""
    by_hit = {str(number): sentences_in(hit) for number, hit in enumerate(hits, start=1)}
    by_sentence = {
        f"{passage}.{number}": one
        for passage, sentences in by_hit.items()
        for number, one in enumerate(sentences, start=1)
    }
    texts = {
        passage: [one for one in sentences if one.sentence.is_statement_in(one.hit.article.text)]
        for passage, sentences in by_hit.items()
    }
    return ground(draft, by_sentence, texts=texts, question=question)


def sentences_in(hit: Hit) -> list[EvidenceSentence]:
    """Return the sentences of a passage that nobody has asked anything of: their relevance is 0."""
    return [EvidenceSentence(hit, sentence, 0.0) for sentence in hit.passage.sentences]


def _article(pair: object) -> Article:
    """Return a pair as an article of which no more is known; raises `InputError` for what is no such pair."""
    if not (isinstance(pair, tuple | list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)):
        raise InputError("the texts must be pairs of an id and a text, both str, or articles")
    text_id, text = pair
    check_text(id=text_id, text=text)
    return Article(text_id, "", text)
