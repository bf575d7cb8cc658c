"""Train the reader: ``python -m training.reader --squad DEV.json --qamr FOLDER --selqa FILE --out FILE``.

The learning rate follows a cosine to nothing over the steps asked for, or over the minutes; the file is written every
few minutes and at the end, with what it was made from as its metadata.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedding import models
from index.embedding.encoders import read_tokenizer
from training import mixture, qamr, selqa, squad
from training.batches import Batch, batches, rows, tensors
from training.examples import FITTING, REPORTED

if TYPE_CHECKING:
    from torch import Tensor

    from training.adapter import Adapter

log = logging.getLogger(__name__)

WARM = 0.03
"""Share of the steps in which the learning rate rises."""
SAVED = 240.0
"""Seconds between two files."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    rate: float
    tokens: int
    steps: int | None
    minutes: float
    rank: int
    dropout: float
    seed: int


def stream(known: mixture.Sources, plan: Plan) -> Iterator[tuple[int, Batch]]:
    """Batches without end, each with the number of its pass."""
    tokenizer = read_tokenizer(models.find())
    assert tokenizer is not None
    number = plan.seed
    while True:
        known_rows = [one for one in rows(mixture.one_pass(known, number), tokenizer) if one is not None]
        for one in batches(known_rows, plan.tokens, random.Random(number)):
            yield number - plan.seed, tensors(one)
        number += 1


def loss(spans: Tensor, answered: Tensor, batch: Batch) -> Tensor:
    """Negative log likelihood of the right starts and ends, and of whether the text answers."""
    import torch
    from torch.nn import functional

    total = torch.zeros(())
    for place, right in enumerate((batch.starts, batch.ends)):
        logits = spans[..., place].masked_fill(~batch.open, -1e4)
        total = total + (logits.logsumexp(1) - logits.masked_fill(~right, -1e4).logsumexp(1)).mean() / 2
    true = (~batch.starts[:, 0]).float()
    return total + 0.5 * functional.binary_cross_entropy_with_logits(answered, true)


def train(model: Adapter, known: mixture.Sources, plan: Plan, out: Path, about: dict[str, str]) -> None:
    """Learn, writing the file as it goes."""
    import torch

    decayed = [value for name, value in model.learned.items() if name.endswith(("-a", "-b"))]
    others = [value for name, value in model.learned.items() if not name.endswith(("-a", "-b"))]
    groups = [
        {"params": decayed, "weight_decay": 0.01, "scale": 1.0},
        {"params": others, "weight_decay": 0.0, "scale": 0.5},
    ]
    optimizer = torch.optim.AdamW(groups, lr=plan.rate, betas=(0.9, 0.98))
    began = saved = time.monotonic()
    mean, count = 0.0, 0
    model.train()
    for step, (number, batch) in enumerate(stream(known, plan)):
        done = step / plan.steps if plan.steps else (time.monotonic() - began) / (60 * plan.minutes)
        if done >= 1:
            break
        rate = plan.rate * min(1.0, done / WARM + 0.01) * 0.5 * (1 + math.cos(math.pi * done))
        for group in optimizer.param_groups:
            group["lr"] = rate * group["scale"]
        spans, answered = model(batch.ids, batch.kinds, batch.seen, plan.dropout)
        value = loss(spans, answered, batch)
        optimizer.zero_grad(set_to_none=True)
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        count += len(batch.ids)
        mean = 0.98 * mean + 0.02 * float(value.detach())
        if step % 50 == 49:
            speed = count / (time.monotonic() - began)
            shown = mean / (1 - 0.98 ** (step + 1))
            log.info(
                "step %d, pass %d, %.1f %%: loss %.3f, %.1f examples/s", step + 1, number, 100 * done, shown, speed
            )
        if time.monotonic() - saved > SAVED:
            saved = time.monotonic()
            save(model, out, {**about, "steps": str(step + 1), "passes": str(number)})
    save(model, out, {**about, "steps": str(step), "passes": str(number)})


def save(model: Adapter, out: Path, about: dict[str, str]) -> None:
    """Write what was learned so far; the file there is replaced in one go."""
    from safetensors.torch import save_file

    unfinished = out.with_suffix(".part")
    save_file(model.tensors(), unfinished, {"about": json.dumps(about)})
    unfinished.replace(out)


def main(arguments: list[str]) -> None:
    """Run the script."""
    import torch

    from training.adapter import of_folder

    parser = argparse.ArgumentParser(prog="python -m training.reader", description=__doc__)
    parser.add_argument("--squad", type=Path, required=True, help="SQuAD 2.0 as JSON")
    parser.add_argument("--qamr", type=Path, required=True, help="folder of QAMR's tables")
    parser.add_argument("--selqa", type=Path, required=True, help="one of SelQA's tables")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, help="instead of --minutes")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--rank", type=int, default=56)
    parser.add_argument("--tokens", type=int, default=4096)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="train on the articles kept for reporting as well")
    told = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(told.seed)
    torch.set_num_threads(told.threads)
    base = models.find()
    left_out = () if told.all else (*REPORTED, *FITTING)
    known = mixture.sources(squad.load(told.squad), qamr.load(told.qamr), selqa.load(told.selqa), left_out)
    config = json.loads((base.folder / "config.json").read_text(encoding="utf-8"))
    model = of_folder(base.folder, config, told.rank, 384)
    plan = Plan(told.rate, told.tokens, told.steps, told.minutes, told.rank, told.dropout, told.seed)
    about = {"base": base.weights, "rank": str(told.rank), "left out": ", ".join(left_out), "rate": str(told.rate)}
    log.info("%d weights", sum(value.numel() for value in model.parameters()))
    train(model, known, plan, told.out, about)


if __name__ == "__main__":
    main(sys.argv[1:])
