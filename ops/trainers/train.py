#!/usr/bin/env python3
"""Trains a small dual encoder from a release: an example of the trainers' side, not a model to use.

train.py DATA [--epochs 10] [--batch 128] [--side 64] [--seed 17] [--curve FILE] [--device cpu]

DATA is the folder of `mmdata export` (tars), or a release (Parquet; needs pyarrow). Rows of split train teach, those of eval measure. Each
epoch prints a line: loss (InfoNCE, both ways) on train and eval, recall at 1, 5 and 10 both ways among the pictures of eval. The same data,
seed and thread count give the same figures. Needs torch and Pillow (Debian: python3-torch python3-pil).
"""

import argparse
import io
import json
import os
import re
import sys
import tarfile
import zlib

import torch
from PIL import Image
from torch import nn
from torch.nn import functional

from order import shuffle

BUCKETS = 4096  # of words, by their checksum
WORDS_MAX = 32


def tar_rows(folder):
    """(split, text, encoded picture) of every picture of an export, in its order."""
    with open(os.path.join(folder, "index.json")) as file:
        shards = json.load(file)["shards"]
    for shard in shards:
        parts = {}
        with tarfile.open(os.path.join(folder, shard["path"])) as tar:
            for member in tar:
                key, extension = member.name.split(".", 1)
                parts.setdefault(key, {})[extension] = tar.extractfile(member).read()
        for part in parts.values():
            if picture := part.get("jpg") or part.get("png"):
                yield shard["split"], part["txt"].decode(), picture


def parquet_rows(folder):
    """The same of a release, column by column: only what is asked for is read."""
    import pyarrow.parquet as parquet

    with open(os.path.join(folder, "manifest.json")) as file:
        shards = json.load(file)["shards"]
    for shard in shards:
        for batch in parquet.ParquetFile(os.path.join(folder, shard["path"])).iter_batches(256, columns=["text", "image"]):
            for row in batch.to_pylist():
                if row["image"] and row["image"]["bytes"]:
                    yield shard["split"], row["text"], row["image"]["bytes"]


def pixels(encoded, side):
    """3 x side x side bytes: small, so that a whole example set fits into memory."""
    picture = Image.open(io.BytesIO(encoded)).convert("RGB").resize((side, side), Image.BICUBIC)
    return torch.frombuffer(bytearray(picture.tobytes()), dtype=torch.uint8).view(side, side, 3).permute(2, 0, 1).contiguous()


def words(text):
    """Buckets of the first words; 0 fills up."""
    found = [1 + zlib.crc32(word.encode()) % (BUCKETS - 1) for word in re.findall(r"\w+", text.lower())[:WORDS_MAX]]
    return torch.tensor(found + [0] * (WORDS_MAX - len(found)))


def load(folder, side):
    """Pictures and words by split."""
    rows = parquet_rows(folder) if os.path.exists(os.path.join(folder, "manifest.json")) else tar_rows(folder)
    splits = {"train": ([], []), "eval": ([], [])}
    for split, text, picture in rows:
        splits[split][0].append(pixels(picture, side))
        splits[split][1].append(words(text))
    for split, (pictures, _) in splits.items():
        if len(pictures) < 2:
            sys.exit(f"{folder} holds {len(pictures)} pictures in its split {split}; two are needed. Raise select.split.eval.")
    return {split: (torch.stack(pictures), torch.stack(texts)) for split, (pictures, texts) in splits.items()}


class DualEncoder(nn.Module):
    """Four strided convolutions for pictures, a mean of word vectors with a layer behind for texts, unit vectors of both."""

    def __init__(self, width=32, size=128):
        super().__init__()
        layers, channels = [], 3
        for step in range(4):
            out = width << min(step, 2)
            layers += [nn.Conv2d(channels, out, 3, 2, 1), nn.GroupNorm(8, out), nn.GELU()]
            channels = out
        self.see = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Dropout(0.2), nn.Linear(channels * 4, size))
        self.read = nn.EmbeddingBag(BUCKETS, 256, mode="mean", padding_idx=0)
        self.say = nn.Sequential(nn.GELU(), nn.Dropout(0.3), nn.Linear(256, size))
        self.scale = nn.Parameter(torch.tensor(2.66))  # log of 1 over CLIP's first temperature, 0.07

    def forward(self, pictures, texts):
        seen = self.see(pictures.float() / 127.5 - 1)
        return functional.normalize(seen, dim=1), functional.normalize(self.say(self.read(texts)), dim=1)

    def loss(self, seen, said):
        scores = self.scale.exp().clamp(max=100) * seen @ said.T
        own = torch.arange(len(scores), device=scores.device)
        return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2


def measure(model, pictures, texts, device):
    """Loss and recall on all of eval at once, in the steps that memory takes."""
    model.eval()
    with torch.no_grad():
        halves = [model(pictures[at:at + 256].to(device), texts[at:at + 256].to(device)) for at in range(0, len(texts), 256)]
        seen, said = (torch.cat(side) for side in zip(*halves))
        scores = seen @ said.T
        told = {"eval_loss": round(model.loss(seen, said).item(), 4)}
        for name, way in (("text", scores), ("image", scores.T)):  # the text of a picture; the picture of a text
            ranks = (way > way.diagonal().unsqueeze(1)).sum(1)
            told |= {f"{name}_recall_at_{k}": round((ranks < k).float().mean().item(), 4) for k in (1, 5, 10)}
    model.train()
    return told


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--side", type=int, default=64)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--curve")
    options = parser.parse_args()

    torch.manual_seed(options.seed)
    data = load(options.data, options.side)
    pictures, texts = data["train"]
    model = DualEncoder().to(options.device)
    steps = max(1, len(texts) // options.batch)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.05)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=max(10, options.epochs * steps))
    curve = [{"epoch": 0, "train_rows": len(texts), "eval_rows": len(data["eval"][1])} | measure(model, *data["eval"], options.device)]
    print(json.dumps(curve[0]), flush=True)
    for epoch in range(1, options.epochs + 1):
        order, losses = list(range(len(texts))), []
        shuffle(order, options.seed, epoch)
        for step in range(steps):
            rows = torch.tensor(order[step * options.batch:(step + 1) * options.batch])
            seen = pictures[rows].to(options.device)
            seen = torch.where(torch.rand(len(rows), 1, 1, 1, device=seen.device) < 0.5, seen.flip(3), seen)  # mirrored, now and then
            loss = model.loss(*model(seen, texts[rows].to(options.device)))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            rate.step()
            losses.append(loss.item())
        curve.append({"epoch": epoch, "train_loss": round(sum(losses) / len(losses), 4)} | measure(model, *data["eval"], options.device))
        print(json.dumps(curve[-1]), flush=True)
    if options.curve:
        with open(options.curve, "w") as file:
            json.dump(curve, file, indent=1)


if __name__ == "__main__":
    main()
