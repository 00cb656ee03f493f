"""Gold questions proposed from a library's own sentences, each to be accepted by a person.

The quote is the sentence, the answer words of it; a question is made of its clause by rule (`index.language.questions`)
or worded by a model (`rag.evaluation.wording`). Others are swapped so that the articles should not answer them
(`rag.evaluation.swapping`). The same library gives the same proposals.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from index import Article, Library, split_sentences
from index.language.questions import SentenceQuestion, questions_of
from index.language.speech import lacks_speaker
from index.language.statements import is_statement
from rag.evaluation.gold import GoldQuestion, GoldQuote
from rag.evaluation.swapping import Swapper
from rag.evaluation.wording import QuestionWording
from rag.llm import LanguageModel

UNANSWERABLE = 0.25  # the share of the proposals
AT_ONCE = 4  # times as many candidates as questions are looked at, so that there is something to choose from
MOST_OF_ARTICLE = 6  # candidates of one article, made by rule
MOST_YES_OR_NO = 1 / 3  # of the proposals
MOST_DROPPED = 5  # answers of a model, times as many as questions; then it is asked no more
YES_OR_NO = "yes or no"


@dataclass(frozen=True, slots=True)
class Proposals:
    """What was proposed, and how many answers of a model were dropped, since they were not one good question."""

    questions: tuple[GoldQuestion, ...]
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question that a sentence of an article answers."""

    article: Article
    sentence: str
    asking: SentenceQuestion

    @property
    def gold(self) -> GoldQuestion:
        """The question as gold that waits to be accepted."""
        answer = self.sentence[self.asking.start : self.asking.end]
        quote = GoldQuote(self.article.id, self.sentence)
        answers = (answer,) if answer else ()
        return GoldQuestion(_id(self.asking.question), self.asking.question, True, (), answers, ((quote,),), draft=True)


def propose(
    library: Library,
    count: int,
    *,
    model: LanguageModel | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Proposals:
    """Propose so many questions, or as many as there are good ones; a quarter of them should not be answered.

    Raises `ModelError` when the model fails again and again.
    """
    wording = QuestionWording(model, MOST_DROPPED * count) if model else None
    unanswerable = round(UNANSWERABLE * count)
    asks = wording.questions_of if wording else lambda sentence, _: questions_of(sentence)
    wanted = count - unanswerable
    most = count if wording else AT_ONCE * count
    of_each = max(2, -(-most // max(1, len(library)))) if wording else MOST_OF_ARTICLE
    candidates: list[Proposal] = []
    for candidate in islice(_candidates(library, asks, of_each), most):
        candidates.append(candidate)
        if progress:
            progress(len(candidates), most)
    chosen = _various(candidates, wanted)
    swapper = Swapper(library, list({one.article.id: one.article.text for one in candidates}.values()))
    rest = [one for one in candidates if one not in chosen]
    swapped: dict[str, GoldQuestion] = {}
    for one in (*rest, *chosen):
        if len(swapped) == unanswerable:
            break
        if one.asking.kind != YES_OR_NO and (question := swapper.swapped(one.asking.question)):
            swapped.setdefault(question, GoldQuestion(_id(question), question, False, draft=True))
    return Proposals((*(one.gold for one in chosen), *swapped.values()), wording.dropped if wording else 0)


def _candidates(
    library: Library, asks: Callable[[str, str], Iterator[SentenceQuestion]], of_each: int
) -> Iterator[Proposal]:
    """Yield questions of sentences, some of each article, which come in an order that is none; copies are left out."""
    ids = sorted((one.id for one in library.articles()), key=lambda id: sha256(id.encode()).digest())
    passed: set[str] = set()
    for id in ids:
        if id in passed:
            continue
        passed.update(library.copies_of(id))
        article, found = library.article(id), 0
        for sentence in _sentences(article):
            for asking in asks(sentence, article.title):
                yield Proposal(article, sentence, asking)
                found += 1
            if found >= of_each:
                break


def _sentences(article: Article) -> Iterator[str]:
    """Yield the sentences of an article that say something by themselves."""
    for one in split_sentences(article.text):
        text = article.text[one.start : one.end]
        if "\n" not in text and is_statement(text) and not lacks_speaker(text) and article.text.count(text) == 1:
            yield text


def _various(candidates: Sequence[Proposal], count: int) -> list[Proposal]:
    """Choose among candidates so that kinds and articles alternate, and none asks what another does."""
    chosen: list[Proposal] = []
    left = list(dict((one.asking.question, one) for one in candidates).values())
    kinds, articles, sentences = Counter[str](), Counter[str](), Counter[str]()
    while len(chosen) < count:
        if kinds[YES_OR_NO] >= MOST_YES_OR_NO * count:
            left = [one for one in left if one.asking.kind != YES_OR_NO]
        if not left:
            break
        best = min(
            left,
            key=lambda one: (
                sentences[one.sentence],
                kinds[one.asking.kind] * (2 if one.asking.kind == YES_OR_NO else 1),
                articles[one.article.id],
            ),
        )
        left.remove(best)
        chosen.append(best)
        kinds[best.asking.kind] += 1
        articles[best.article.id] += 1
        sentences[best.sentence] += 1
    return chosen


def _id(question: str) -> str:
    return f"q-{sha256(question.encode()).hexdigest()[:8]}"
