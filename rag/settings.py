"""All settings, flat, with what each is for. Frozen: pass another with `dataclasses.replace`."""

from dataclasses import dataclass


class Uncalibrated(float):
    """A threshold as shipped: what a library was calibrated to takes its place (`rag.threshold`)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How OnRecord looks, reads and writes."""

    pool: int = 20  # passages looked at by the search
    passages: int = 6  # passages read sentence by sentence, at most
    least_score: float = 0.5  # of one that is read, as a share of the best one's
    answer_threshold: float = Uncalibrated(0.5)  # confidence from which the articles are held to answer
    silence_odds: float = 0.5  # times those of the confidence, where a model says that the articles do not answer
    sure_threshold: float = 0.7  # confidence below which an answer says that it is not sure
    max_quotes: int = 5  # quotes in an answer without a model
    contest_sentences: int = 20  # the best ones, which may contradict each other
    contest_threshold: float = 0.09  # the least relevance of one that may
    nearest: int = 3  # quotes shown when the articles do not say
    prompt_tokens: int = 700  # of a whole prompt, about; evidence beyond it stays out, the weakest first
    strict: bool = False  # leave out what a model wrote and the quotes do not bear out, and list it as rejected
    model_timeout_s: float = 60.0  # silence after which a model is given up; for a GGUF it is the deadline
    model_deadline_s: float = 120.0  # after which it is given up however much it says; all tries of one answer together
    model_retries: int = 1  # before its first word, after 429, 5xx or a broken connection
    max_answer_tokens: int = 400  # asked for, and cut there whatever is sent
    temperature: float = 0.0
