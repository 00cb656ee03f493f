"""An answer in a model's words, watched and put on the record while it grows.

Whatever goes wrong, an answer comes of it: the quotes take the place of what the model could not write, or wrote
against its own sources, and a note says why.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from time import perf_counter

from rag.answer import Answer, Citation, Rejected, Verdict
from rag.llm import Deadline, LanguageModel, ModelError, PromptTooLong
from rag.reader import Evidence
from rag.settings import Settings
from rag.verdict.grounding import Grounded, ground, number_in, with_numbers
from rag.writer.drafts import PAUSE, REPEATED, Watched, is_refusal, is_silent, watched
from rag.writer.prompt import AnswerPrompt, answer_prompt
from rag.writer.quotes import not_found, quoted

FEWEST_TOKENS = 250  # of a prompt that is tried; the instructions and one sentence
NOTHING_BORNE_OUT = "the quotes bear out nothing of what the model wrote"
FOUND_NOTHING = "the model found no answer, but the articles seem to have one"
BROKEN_OFF = "the model broke off here"
CUT_SHORT = {
    "length": "the model stopped at its length limit, before its answer was whole",
    "content_filter": "a filter of its maker stopped the model, before its answer was whole",
}


def written(
    model: LanguageModel, answer: Answer, evidence: Evidence, settings: Settings, deadline: Deadline
) -> Iterator[Answer]:
    """Yield the answer as the model writes it, by the deadline; the last is whole, and closing this stops the model."""
    tokens = settings.prompt_tokens
    while True:
        prompt = answer_prompt(answer.standalone_question, evidence, tokens=tokens)
        grown = asked = replace(answer, prompt=prompt.version)
        try:
            for grown in _grounded(model, asked, prompt, evidence, settings, deadline):
                yield grown
            return
        except ModelError as error:
            tokens //= 2
            if not isinstance(error, PromptTooLong) or tokens < FEWEST_TOKENS:
                yield in_its_place(grown, evidence, settings, str(error))
                return
            note = f"The model can't read {len(prompt.sentences)} sentences at once; the weakest evidence was left out."
            answer = replace(answer, notes=tuple(dict.fromkeys((*answer.notes, note))))


def _grounded(
    model: LanguageModel,
    answer: Answer,
    prompt: AnswerPrompt,
    evidence: Evidence,
    settings: Settings,
    deadline: Deadline,
) -> Iterator[Answer]:
    """Put each stage of a draft on the record, up to its end or to a main sentence that its own quotes deny."""
    due = 0.0
    with closing(watched(model.stream(prompt.messages, deadline))) as drafts:
        for stage in drafts:
            draft, begun = stage.draft, perf_counter()
            if draft.stop is None and begun < due:
                continue
            question, growing = answer.standalone_question, draft.stop is None
            grounded = ground(draft.text, prompt.sentences, question=question, growing=growing)
            grown = _on_record(grounded, replace(answer, usage=draft.usage), model)
            due = perf_counter() + PAUSE * (perf_counter() - begun)
            if draft.stop is None and not grounded.is_contradicted:
                yield _strict(grown) if settings.strict else grown
                continue
            yield _whole(model, stage, grounded, grown, evidence, settings)
            return


def _whole(
    model: LanguageModel, stage: Watched, grounded: Grounded, answer: Answer, evidence: Evidence, settings: Settings
) -> Answer:
    """Decide what becomes of a draft that is whole."""
    draft = stage.draft
    if grounded.sentences and all(is_silent(one.text) for one in grounded.sentences):
        if outweighs_silence(answer.confidence, settings):
            return in_its_place(answer, evidence, settings, f"{model.name}: {FOUND_NOTHING}")
        return not_found(answer, evidence, nearest=settings.nearest)
    if is_refusal(draft.text):
        return in_its_place(answer, evidence, settings, f"{model.name}: the model refused to answer")
    if not any(character.isalpha() for character in grounded.text):
        return in_its_place(answer, evidence, settings, f"{model.name}: the model wrote no sentence")
    for why in (stage.ended, CUT_SHORT.get(draft.stop or "")):
        if why:
            answer = replace(answer, rejected=(*answer.rejected, Rejected("…", why)))
    if grounded.is_contradicted:
        why = f"{model.name}: the model's answer is not shown as the answer, because its own quotes say otherwise"
        return in_its_place(answer, evidence, settings, why)
    if settings.strict:
        return _without_unsupported(model, answer, evidence, settings)
    if not any(one.is_borne_out for one in answer.sentences):
        why = stage.ended if stage.ended == REPEATED else NOTHING_BORNE_OUT
        return in_its_place(answer, evidence, settings, f"{model.name}: {why}")
    return answer


def outweighs_silence(confidence: float, settings: Settings) -> bool:
    """Tell whether the reader is sure enough of an answer where the model says that there is none.

    Both count as evidence: the odds of the `confidence` are multiplied by `silence_odds`, and held against the same
    threshold as without a model.
    """
    odds = settings.silence_odds * confidence / max(1.0 - confidence, 1e-6)
    return odds / (1.0 + odds) >= settings.answer_threshold


def _on_record(grounded: Grounded, answer: Answer, model: LanguageModel) -> Answer:
    """Return an answer of what is on record, without the model's keys, which a marker or markup may have kept apart."""
    sentences = tuple(
        replace(one, text=model.redacted(one.text), reasons=tuple(map(model.redacted, one.reasons)))
        for one in grounded.sentences
    )
    rejected = tuple(Rejected(model.redacted(one.marker), one.reason) for one in grounded.rejected)
    text = with_numbers(sentences)
    return replace(answer, text=text, sentences=sentences, citations=grounded.citations, rejected=rejected)


def in_its_place(answer: Answer, evidence: Evidence, settings: Settings, why: str) -> Answer:
    """Return the quotes in the place of what a model wrote, and say why; its sentences go before, as withdrawn."""
    note = f"{why.rstrip('.')}. These are the quotes."
    answered = replace(answer, status="answered", nearest=(), notes=(*answer.notes, note))
    quotes = quoted(answered, evidence, most=settings.max_quotes)
    citations = list(quotes.citations)
    withdrawn = [
        replace(one, withdrawn=True, reasons=(BROKEN_OFF,) if one.is_unfinished else one.reasons)
        for one in _renumbered(answer, answer.sentences, citations)
    ]
    return replace(quotes, citations=tuple(citations), sentences=(*withdrawn, *quotes.sentences))


def behind(quotes: Answer, answer: Answer) -> Answer:
    """Return a growing answer behind the quotes, as long as no sentence of it is borne out; then it stands alone.

    What is still written, or is judged and not borne out, proves nothing that could take the place of proof.
    """
    is_growing = all(one.is_unfinished for one in answer.sentences[-1:])
    if not is_growing or any(one.is_borne_out for one in answer.sentences):
        return answer
    citations = list(quotes.citations)
    sentences = (*quotes.sentences, *_renumbered(answer, answer.sentences, citations))
    return replace(
        answer,
        status=quotes.status,
        text=with_numbers(sentences),
        sentences=sentences,
        citations=tuple(citations),
        positions=quotes.positions,
        notes=tuple(dict.fromkeys((*quotes.notes, *answer.notes))),
    )


def _renumbered(answer: Answer, sentences: Sequence[Verdict], citations: list[Citation]) -> list[Verdict]:
    """Return sentences of an answer with the numbers that what they cite has in `citations`, where it is added."""
    number_of = {number: number_in(citations, answer.citation(number)) for one in sentences for number in one.citations}
    return [
        replace(one, citations=tuple(dict.fromkeys(number_of[number] for number in one.citations))) for one in sentences
    ]


def _strict(growing: Answer) -> Answer:
    """Leave out what is judged and not borne out; the last sentence is not judged yet."""
    kept = [one for one in growing.sentences if one.is_borne_out or one is growing.sentences[-1]]
    return replace(growing, text=with_numbers(kept), sentences=tuple(kept))


def _without_unsupported(model: LanguageModel, answer: Answer, evidence: Evidence, settings: Settings) -> Answer:
    """Leave out what the quotes do not bear out, and list it as rejected; nothing left means the quotes."""
    kept = [one for one in answer.sentences if one.is_borne_out]
    dropped = [one for one in answer.sentences if not one.is_borne_out]
    rejected = (*answer.rejected, *(Rejected(one.text, "; ".join(one.reasons)) for one in dropped))
    answer = replace(answer, rejected=rejected)
    if not kept:
        answer = replace(answer, sentences=(), citations=())
        return in_its_place(answer, evidence, settings, f"{model.name}: {NOTHING_BORNE_OUT}")
    citations: list[Citation] = []
    kept = _renumbered(answer, kept, citations)
    return replace(answer, text=with_numbers(kept), sentences=tuple(kept), citations=tuple(citations))
