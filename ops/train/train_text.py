"""Trains the text tower: towards the teacher's embedding of every train caption, and to pick the caption's photograph.

    train_text.py --data FLICKR8K --teacher TEACHER --cache CACHE --vocabulary FOLDER [--epochs 30]

Writes CACHE/text.pt (weights), CACHE/captions-student.npy and CACHE/captions-teacher.npy, float16 [30000,512] (five
captions a photograph, in file order). Two to four minutes.
"""
import argparse
import gzip
import math
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import onnx_model
import photos
from clip_bpe import Tokenizer
from towers import TextTower

TEMPERATURE = 1 / 16  # near the teacher's own logit scale


def teacher_embeddings(teacher, captions):
    """The teacher's unit embeddings, float32 [captions,512]; its vocabulary is CLIP's own (48,894 merges)."""
    lines = gzip.open(Path(teacher, "bpe_simple_vocab_16e6.txt.gz"), "rt").read().splitlines()
    tokenizer = Tokenizer([tuple(line.split()) for line in lines[1:49152 - 256 - 2 + 1]], context=77)
    ids = tokenizer.batch(captions)
    return onnx_model.run(Path(teacher, "text_model.onnx"), {"input_ids": ids}, "text_embeds", batch=500)


def drop_tokens(ids, special, rate, generator):
    """Word dropout: a `rate` share of the tokens (never start and end) becomes padding."""
    drop = (torch.rand(ids.shape, generator=generator) < rate) & (ids < special)
    return ids.masked_fill(drop, 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--teacher", required=True)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    generator = torch.Generator().manual_seed(0)
    torch.manual_seed(0)
    cache = Path(options.cache)

    captions = [c for row in photos.records(options.data, "train") for c in row["captions"]]
    taught = torch.from_numpy(teacher_embeddings(options.teacher, captions))
    np.save(cache / "captions-teacher.npy", taught.numpy().astype(np.float16))
    tokenizer = Tokenizer.load(options.vocabulary)
    ids = torch.from_numpy(tokenizer.batch(captions))
    images = torch.from_numpy(np.load(cache / "view-0-teacher.npy").astype(np.float32))

    tower = TextTower(len(tokenizer.vocabulary))
    batch, steps = 512, options.epochs * (len(captions) // 512)
    optimiser = torch.optim.AdamW(tower.parameters(), lr=2e-3, weight_decay=0.02)
    step = 0
    for epoch in range(options.epochs):
        total = 0.0
        for rows in torch.randperm(len(captions), generator=generator).split(batch)[:len(captions) // batch]:
            for group in optimiser.param_groups:
                group["lr"] = 2e-3 * 0.5 * (1 + math.cos(math.pi * step / steps))
            student = tower(drop_tokens(ids[rows], tokenizer.start, 0.1, generator))
            regress = (1 - (student * taught[rows]).sum(1)).mean()
            owner = rows // 5
            logits = student @ images[owner].T / TEMPERATURE
            # Two captions of one photograph in a batch are both right.
            right = (owner[:, None] == owner[None]).float()
            choose = -(F.log_softmax(logits, 1) * right / right.sum(1, keepdim=True)).sum(1).mean()
            loss = 10 * regress + 0.2 * choose
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            step += 1
            total += regress.item()
        print(f"epoch {epoch} cosine distance {total / (len(captions) // batch):.4f}", flush=True)
    tower.eval()
    with torch.no_grad():
        student = torch.cat([tower(part) for part in ids.split(1000)])
    np.save(cache / "captions-student.npy", student.numpy().astype(np.float16))
    torch.save(tower.state_dict(), cache / "text.pt")


if __name__ == "__main__":
    main()
