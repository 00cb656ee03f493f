"""What the benchmarks work on: articles, made up or given, cut as OnRecord cuts them, and questions about them.

The made-up news is the same each time. Each article has its own people, towns and subject, so that words are
as unevenly spread over a library as in real news: a few stand in many articles, most in a few. Only the shape is like
news; nothing in it makes sense.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from index import Article, Embedder, split_passages, split_sentences
from index.embedding import embedding_text

SENTENCES = (2, 40)  # in an article, at least and at most; most articles are short
SENTENCES_PER_PARAGRAPH = 4
TEMPLATES_PER_ARTICLE = 7
FIRST_DAY = date(2020, 1, 1)
NOISE = 0.03  # per dimension: a copy and its original have a cosine of about 0.86

# A word in capitals is replaced by one of its kind.
TEMPLATES = (
    "PERSON, the ROLE of TOWN, SAID on DAY that the QUALITY THING will ACTION the THING before MONTH.",
    "The ROLE declined to comment.",
    "More than COUNT PEOPLE ACTED in TOWN after the QUALITY THING was ACTED by COMPANY.",
    '"We did not ACTION the THING," PERSON SAID in TOWN, and no THING had been ACTED since MONTH.',
    "COMPANY, which employs COUNT PEOPLE, ACTED its THING in MONTH.",
    "COMPANY SAID that the THING had cost COUNT million, twice what PERSON had promised after the QUALITY THING.",
    "Critics called the THING QUALITY.",
    "It was not clear whether the ROLE will ACTION the QUALITY THING, the QUALITY THING, or both.",
    "PERSON ACTED the THING.",
    "In MONTH, the ROLE of TOWN ACTED a THING that PERSON and COMPANY had ACTED for COUNT days, despite a QUALITY "
    "THING, a QUALITY THING and the protests of COUNT PEOPLE from TOWN.",
    "The THING follows a QUALITY THING that was ACTED on DAY.",
    "Some PEOPLE expect the THING to ACTION by COUNT percent.",
    "A spokesman for COMPANY SAID the THING had been QUALITY and that PERSON will ACTION it on DAY.",
    "Neither PERSON nor the ROLE SAID when the THING will ACTION.",
    "For PEOPLE in TOWN, the THING is as QUALITY as the THING that COMPANY ACTED COUNT years ago.",
    "PEOPLE SAID that PERSON wanted to ACTION the THING, and with it the QUALITY THING of TOWN.",
    "The next THING is due in MONTH.",
    "Under the plan, COMPANY would ACTION COUNT PEOPLE, ACTION the QUALITY THING and leave TOWN by MONTH.",
)
TITLES = ("PERSON ACTED QUALITY THING", "TOWN: ROLE to ACTION THING", "COMPANY ACTED THING", "The QUALITY THING")
WORDS = {
    "THING": """
        agreement airport alliance ambulance appeal archive arrest auction audit ballot bank barrier bill
        blockade border bridge broadcast budget cabinet campaign canal ceasefire census charter clinic
        coalition college complaint concession conference congress contract convoy corridor council coup court
        crane crop currency curfew dam deadline debt decree deficit delegation deposit dispute drought
        election embargo embassy engine epidemic exhibition factory famine farm ferry festival fine fleet
        flood forecast forest fund harbour harvest hearing highway hospital hostage housing inquiry inspection
        insurance invoice laboratory landslide lawsuit lease levy library licence loan magazine mandate market
        memorial merger mine missile mission monument motion museum network newspaper nomination offer orchard
        outage pact parade park patent pension permit petition pipeline plant platform poll port prison prize
        prototype quota railway ransom reactor rebellion referendum refinery reform refund register relief
        reserve reservoir resignation retreat river road rocket route sanction satellite scandal scholarship
        school shelter shipment siege stadium statue strike subsidy summit survey tariff tax telescope tender
        theatre timber tournament trade treaty trial tribunal truce tunnel union university vaccine verdict
        veto visa vote warehouse warning waterway wedding well witness workshop""",
    "QUALITY": """
        abandoned ambitious annual bitter brief bold broken careful cheap coastal confidential controversial
        costly crowded dangerous delayed disputed early emergency empty expensive failed famous final foreign
        fragile generous grim hasty historic illegal independent internal joint local lost lucrative massive
        military minor modest narrow new northern obscure open overdue peaceful popular private promising
        public quiet rare rapid regional remote rival rural secret severe sudden temporary troubled unpopular
        urgent vast weak wealthy""",
    "ACTION": """
        accept approve attack back block build buy cancel close criticise cut defend delay deliver demand
        discuss double end expand finance halt improve investigate join lead lose merge move negotiate open
        oppose pay postpone praise prevent protect question rebuild reduce reject renew repair replace resume
        review secure sell shrink sign suspend tighten transfer unveil withdraw""",
    "ROLE": """
        mayor minister governor prosecutor chancellor ambassador director commissioner chairman judge general
        bishop treasurer coach surgeon architect editor senator inspector president""",
    "SAID": """
        said argued insisted wrote claimed announced confirmed denied stated warned replied suggested complained
        admitted believed estimated explained hinted predicted regretted""",
    "PEOPLE": """
        people residents workers students soldiers farmers doctors pensioners drivers families teachers investors
        visitors neighbours fishermen volunteers refugees nurses miners lawyers sailors traders actors tenants""",
    "DAY": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "MONTH": "January February March April May June July August September October November December",
}
SYLLABLES = (
    "Al Bar Cas Dor El Fen Gar Hal Ist Jor Kar Lem Mor Nor Ost Pel Quin Ros Sal Tam Ul Ver Wes Yar Zan".split(),
    "a e i o u an en in on er ar ol il ea".split(),
    "bek burg dale dan der field gard ham ka land lin mann mond ner ov ric sen sk ston tov vel ville wick zi".split(),
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one vector stands for: `text`, which begins at `start` of its article, at the end of what is `embedded`."""

    article_id: str
    start: int
    text: str
    embedded: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles, the JSON Lines file that holds them, and OnRecord's passages of them."""

    articles: Sequence[Article]
    file: Path
    passages: Sequence[Chunk]


def take(articles: Iterator[Article], count: int, embedder: Embedder, file: Path) -> Corpus:
    """Take the next articles until they have `count` passages, or all that are left, and write them to `file`."""
    taken: list[Article] = []
    passages: list[Chunk] = []
    for article in articles:
        taken.append(article)
        passages += (
            Chunk(article.id, cut.start, article.text[cut.start : cut.end], embedding_text(article, cut))
            for cut in split_passages(article, embedder, embedder.max_pieces)
        )
        if len(passages) >= count:
            break
    file.write_text("".join(json.dumps(asdict(article)) + "\n" for article in taken))
    return Corpus(taken, file, passages)


def ask(articles: Sequence[Article], count: int) -> Sequence[str]:
    """Return different questions, each with some words of a sentence in it."""
    rng = Random(1)
    questions: dict[str, None] = {}
    while len(questions) < count:
        text = rng.choice(articles).text
        sentence = rng.choice(list(split_sentences(text)))
        words = text[sentence.start : sentence.end].split()
        first = rng.randrange(max(1, len(words) - 5))
        some = " ".join(words[first : first + rng.randint(4, 9)]).rstrip(".,")
        questions[f"Is it true that {some}?"] = None
    return list(questions)


def unread(chunks: Sequence[Chunk], articles: Sequence[Article], embedder: Embedder) -> tuple[float, float]:
    """Return the share of chunks that the model reads in part only, and of text that it reads in none (0 to 1)."""
    read = {article.id: bytearray(len(article.text)) for article in articles}
    in_part = 0
    for chunk, ends in zip(chunks, embedder.word_piece_ends([chunk.embedded for chunk in chunks]), strict=True):
        in_part += len(ends) > embedder.max_pieces
        before = len(chunk.embedded) - len(chunk.text)
        end = chunk.start + ends[: embedder.max_pieces][-1] - before
        read[chunk.article_id][chunk.start : end] = bytes([1]) * (end - chunk.start)
    characters = [(one.id, place) for one in articles for place, char in enumerate(one.text) if not char.isspace()]
    return in_part / len(chunks), sum(not read[key][place] for key, place in characters) / len(characters)


class NoisyCopies(Embedder):
    """While `quick`, a text's vector is a noisy copy of one of the `originals`; afterwards it is the true one."""

    def __init__(self, originals: NDArray[np.float32]) -> None:
        """`originals` are unit vectors, shape (any number, dimensions)."""
        super().__init__()
        self.quick = True
        self._originals = originals
        self._random = np.random.default_rng(1)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector per text."""
        if not self.quick:
            return super().encode(texts)
        copied = self._originals[self._random.integers(len(self._originals), size=len(texts))]
        copies = copied + self._random.normal(scale=NOISE, size=copied.shape)
        return np.asarray(copies / np.linalg.norm(copies, axis=1, keepdims=True), dtype=np.float32)


def make_articles() -> Iterator[Article]:
    """Yield articles without end."""
    rng = Random(1)
    number = 0
    while True:
        cast, templates = _cast(rng), rng.sample(TEMPLATES, TEMPLATES_PER_ARTICLE)
        length = round(SENTENCES[0] * (SENTENCES[1] / SENTENCES[0]) ** rng.random())
        sentences = [_fill(rng.choice(templates), cast, rng) for _ in range(length)]
        paragraphs = [sentences[i : i + SENTENCES_PER_PARAGRAPH] for i in range(0, length, SENTENCES_PER_PARAGRAPH)]
        yield Article(
            id=f"made-up-{number}",
            title=_fill(rng.choice(TITLES), cast, rng),
            text="\n\n".join(" ".join(paragraph) for paragraph in paragraphs),
            source=f"{_name(rng)} Times",
            published=(FIRST_DAY + timedelta(days=rng.randrange(2000))).isoformat(),
        )
        number += 1


def _cast(rng: Random) -> Mapping[str, Sequence[str]]:
    """Choose what one article is about: per kind of word, those it uses."""
    several = {"THING": 8, "QUALITY": 8, "ACTION": 8, "ROLE": 3, "SAID": 3, "PEOPLE": 3, "DAY": 2, "MONTH": 2}
    cast = {kind: rng.sample(WORDS[kind].split(), count) for kind, count in several.items()}
    return cast | {
        "ACTED": [f"{action.removesuffix('e')}ed" for action in cast["ACTION"]],
        "COUNT": [str(rng.randrange(2, 900)) for _ in range(12)],
        "PERSON": [f"{_name(rng)} {_name(rng)}" for _ in range(4)],
        "TOWN": [_name(rng) for _ in range(3)],
        "COMPANY": [f"{_name(rng)} {rng.choice(('Group', 'Bank', 'Press', 'Energy'))}" for _ in range(2)],
    }


def _name(rng: Random) -> str:
    return "".join(rng.choice(syllables) for syllables in SYLLABLES)


def _fill(template: str, cast: Mapping[str, Sequence[str]], rng: Random) -> str:
    return re.sub(r"[A-Z]{3,}", lambda kind: rng.choice(cast[kind[0]]), template)
