"""Do the citations of an answer bear out the sentences that they stand behind, each by itself?"""

from rag.answer import Answer
from rag.verdict import judge_claims
from rag.verdict.gate import shipped


def citation_scores(answer: Answer) -> dict[str, float]:
    """Return `citation_coverage` and `citation_precision`; what can't be told, without sentences or citations, is not.

    A sentence that is its quote is borne out by it; of the others the network judges, which costs time.
    """
    sentences = [one for one in answer.sentences if not one.withdrawn]
    if answer.status == "not_found" or not sentences:
        return {}
    coverage = {"citation_coverage": sum(bool(one.citations) for one in sentences) / len(sentences)}
    quotes = {one.number: one.quote for one in answer.citations}
    pairs = [
        (" ".join(quotes[number].text.split()), " ".join(one.text.split()))
        for one in sentences
        for number in one.citations
        if number in quotes
    ]
    if not pairs:
        return coverage
    to_judge = [(evidence, claim) for evidence, claim in pairs if evidence != claim]
    least = shipped().least
    borne_out = sum(one.supports >= least for one in judge_claims(to_judge)) if to_judge else 0
    return coverage | {"citation_precision": (len(pairs) - len(to_judge) + borne_out) / len(pairs)}
