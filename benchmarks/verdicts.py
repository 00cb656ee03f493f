"""Are wrong sentences exposed, and true ones left alone? `python -m benchmarks.verdicts CLAIMS.jsonl.gz`.

Scripted drafts go through `rag.verdict.grounding`, as a model's would: faithful ones, and the same with one planted
fault. The sentences are paraphrases of the sample articles, made by hand with their faults (`paraphrases.jsonl`), and
the supported claims of CLAIMS (training's `claims.dev`) with faults from `benchmarks.faults`. Claims that name somebody
whom their evidence does not are left out: its context, where an article would say who "she" is, is not there. Caught is
a draft whose sentence is `unsupported` or `uncited`, or whose marker or quotation is rejected; a faithful one so
treated is a false alarm. Some claims are marked as supported by mistake, or for what their evidence leaves out: all 614
were read twice, each time alone with the evidence and the question whether it bears the claim out, and those that both
readings found not borne out are in `not_borne_out.txt`. An alarm there is no false one, and no fault is planted there.
Then the judge of meaning alone (`benchmarks.judging`): its labels for all of CLAIMS, and set by set.
`--judge module:name` puts another `ClaimJudge` in the network's place, such as a function of your own, everywhere here.
"""

import argparse
import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.faults import PLANTED, dropped_hedge, names_in, swapped_name
from benchmarks.judging import print_by_set, print_judge
from benchmarks.tables import table
from index import Article, Embedder, Hit, Passage, Sentence, read_articles, split_passages
from index.language.words import is_common_word
from rag.reader import EvidenceSentence
from rag.verdict import ClaimJudge, judge_claims
from rag.verdict.grounding import ground
from training.data import LabelledClaim, read_claims

HARD_FACTS = ("changed number", "wrong date", "swapped name")
SIDES = ("flipped negation", "dropped hedge")
FAITHFUL, NOT_BORNE_OUT = "faithful", "marked as supported, not borne out"
INVENTED_QUOTES = ("we will not stop now", "a price that no one should pay", "the beginning of the end")


class Case(NamedTuple):
    """A draft, what is wrong with it, and the sentences that its markers can point at."""

    source: str
    fault: str
    draft: str
    evidence: Mapping[str, EvidenceSentence]


def main() -> None:
    """Print how many faults are caught, and how well the judge of meaning does alone."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("claims", type=Path)
    options.add_argument("--judge", type=_named, default=judge_claims, metavar="MODULE:NAME", help="of meaning")
    options.add_argument("--missed", action="store_true", help="print the drafts that were judged wrongly")
    chosen = options.parse_args()
    claims = read_claims(chosen.claims)
    judged = [(case, _is_caught(case, chosen.judge)) for case in (*sample_cases(), *claim_cases(claims))]
    print_caught(judged)
    found = chosen.judge([(claim.evidence, claim.claim) for claim in claims])
    print_judge(claims, found, name="network" if chosen.judge is judge_claims else "judge")
    print_by_set(claims, found)
    if chosen.missed:
        for case, caught in judged:
            if case.fault != NOT_BORNE_OUT and caught == (case.fault == FAITHFUL):
                _print_case(case, chosen.judge)


def _named(name: str) -> ClaimJudge:
    """Return the judge of a name like `module:name`; argparse tells of a name that is none."""
    module, _, attribute = name.partition(":")
    try:
        judge: ClaimJudge = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{name}: no such judge ({error}); write it like module:name") from error
    return judge


def sample_cases() -> Iterator[Case]:
    """Yield drafts about the sample articles."""
    root = Path(__file__).parent
    items = [json.loads(line) for line in (root / "paraphrases.jsonl").read_text(encoding="utf-8").splitlines()]
    articles = {article.id: article for article in read_articles(root.parent / "seeds")}
    embedder = Embedder()
    sentences = {article.id: _sentences_of(article, embedder) for article in articles.values()}
    randomness = random.Random(0)
    for item in items:
        own = next(one for one in sentences[item["article"]] if one.quote.text == item["quote"])
        other = randomness.choice(sentences[randomness.choice([id for id in articles if id != item["article"]])])
        stranger = randomness.choice([one for one in items if one["article"] != item["article"]])
        yield from _cases("samples", item["faithful"], item["faults"], own, other, stranger["faithful"], randomness)


def claim_cases(claims: Sequence[LabelledClaim]) -> Iterator[Case]:
    """Yield drafts of the supported claims, each with the faults that can be planted in it."""
    supported = [claim for claim in claims if claim.label == "supports" and _stands_alone(claim)]
    randomness = random.Random(0)
    names = {name for claim in supported for name in names_in(claim.claim)}
    for claim in supported:
        stranger = randomness.choice([one for one in supported if one.evidence != claim.evidence])
        faults = {kind: plant(claim.claim, randomness) for kind, plant in PLANTED.items()}
        if not dropped_hedge(claim.evidence, randomness):
            del faults["dropped hedge"]  # then what looks like one is none
        faults["swapped name"] = swapped_name(claim.claim, sorted(names), randomness)
        own, other = _evidence_of(claim), _evidence_of(stranger)
        planted = {kind: text for kind, text in faults.items() if text}
        cases = [*_cases(claim.set, claim.claim, planted, own, other, stranger.claim, randomness)]
        if digest(claim) not in not_borne_out():
            yield from cases
        else:
            yield cases[0]._replace(fault=NOT_BORNE_OUT)


@cache
def not_borne_out() -> frozenset[str]:
    """Return the digests of the claims that are marked as supported, but that their evidence does not bear out."""
    return frozenset(Path(__file__).with_name("not_borne_out.txt").read_text(encoding="utf-8").split())


def digest(claim: LabelledClaim) -> str:
    """Return what a claim is known by where its text must not stand."""
    return hashlib.sha256(f"{claim.evidence}\n{claim.claim}".encode()).hexdigest()[:12]


def _stands_alone(claim: LabelledClaim) -> bool:
    words = [word.lower() for name in names_in(f"that {claim.claim}") for word in name.split()]
    return all(is_common_word(word) or word[:4] in claim.evidence.lower() for word in words)


def _cases(
    source: str,
    faithful: str,
    faults: Mapping[str, str],
    own: EvidenceSentence,
    other: EvidenceSentence,
    stranger: str,
    randomness: random.Random,
) -> Iterator[Case]:
    evidence = {"1.1": own, "2.1": other}
    sentence = faithful.rstrip(" .")
    yield Case(source, FAITHFUL, f"{sentence} [1.1].", evidence)
    for kind, text in faults.items():
        yield Case(source, kind, f"{text.rstrip(' .')} [1.1].", evidence)
    yield Case(source, "invented marker", f"{sentence} [7.3].", evidence)
    yield Case(source, "invented quote", f"{sentence}, “{randomness.choice(INVENTED_QUOTES)}” [1.1].", evidence)
    yield Case(source, "claim from outside", f"{stranger.rstrip(' .')} [1.1].", {"1.1": own})
    yield Case(source, "wrong citation", f"{sentence} [2.1].", evidence)


def _sentences_of(article: Article, embedder: Embedder) -> list[EvidenceSentence]:
    return [
        EvidenceSentence(Hit(article, passage, 0.8, 1.0, 0.8, article.id), sentence, 0.7)
        for passage in split_passages(article, embedder, embedder.max_pieces)
        for sentence in passage.sentences
    ]


def _evidence_of(claim: LabelledClaim) -> EvidenceSentence:
    """Take all evidence of a claim as one sentence of an article without title."""
    text = claim.evidence
    span = Sentence(0, len(text))
    hit = Hit(Article(text[:40], "", text), Passage("1", text[:40], 0, len(text), (span,)), 0.8, 1.0, 0.8, text[:40])
    return EvidenceSentence(hit, span, 0.7)


def _is_caught(case: Case, judge: ClaimJudge) -> bool:
    grounded = ground(case.draft, case.evidence, claim_judge=judge)
    return bool(grounded.rejected) or not all(one.is_borne_out for one in grounded.sentences)


def print_caught(judged: Sequence[tuple[Case, bool]]) -> None:
    """Print the share caught of each fault and of faithful drafts, on the samples and on the claims."""
    caught: dict[str, tuple[list[bool], list[bool]]] = defaultdict(lambda: ([], []))  # on the samples, on the claims
    for case, is_caught in judged:
        caught[case.fault][case.source != "samples"].append(is_caught)
    faults = [kind for kind in caught if kind not in (FAITHFUL, NOT_BORNE_OUT)]
    groups = {kind: (kind,) for kind in faults} | {
        "hard facts": HARD_FACTS,
        "negation and hedges": SIDES,
        "other sentences": ("claim from outside", "wrong citation"),
        "inventions": ("invented marker", "invented quote"),
        "all faults": tuple(faults),
        NOT_BORNE_OUT: (NOT_BORNE_OUT,),
        "false alarms": (FAITHFUL,),
        "false alarms, all that are marked as supported": (FAITHFUL, NOT_BORNE_OUT),
    }
    rows = []
    for name, kinds in groups.items():
        samples, claims = ([one for kind in kinds for one in caught[kind][side]] for side in (0, 1))
        rows.append((name, str(len(samples)), _share(samples), str(len(claims)), _share(claims)))
    means = [_share([float(np.mean(caught[kind][side])) for kind in faults if caught[kind][side]]) for side in (0, 1)]
    rows.append(("mean of the faults", "", means[0], "", means[1]))
    print(table(("fault", "samples", "caught", "claims", "caught"), rows))
    alarms: dict[str, list[bool]] = defaultdict(list)
    for case, is_caught in judged:
        if case.fault == FAITHFUL:
            alarms[case.source].append(is_caught)
    by_source = [(source, str(len(found)), _share(found)) for source, found in alarms.items()]
    print(table(("faithful and borne out", "drafts", "false alarms"), by_source))


def _share(of: Sequence[float]) -> str:
    return f"{np.mean(of):.3f}" if of else ""


def _print_case(case: Case, judge: ClaimJudge) -> None:
    grounded = ground(case.draft, case.evidence, claim_judge=judge)
    print(f"{case.source}, {case.fault}: {case.draft}")
    for quote in case.evidence.values():
        print(f"    {quote.quote.text}")
    print(f"    {[(one.verdict, one.reasons) for one in grounded.sentences]}")


if __name__ == "__main__":
    main()
