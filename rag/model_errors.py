"""What can go wrong with a language model, in one line that says what to do."""

from index import OnRecordError


class ModelError(OnRecordError):
    """The language model can't be used, or failed while it answered."""


class PromptTooLong(ModelError):
    """The model can't read a prompt as long as this one."""
