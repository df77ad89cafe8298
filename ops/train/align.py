"""Fits the last layers to each other: the image side's final projection and the whole text tower, together.

    align.py --data FLICKR8K --cache CACHE --vocabulary FOLDER --image head [--epochs 12]     (or --image image)

Up to here both towers imitated the teacher; now the text tower learns what this image tower can and cannot see. The
layers below the projection stay as they are, so their outputs are computed once for every cached view and its mirror
image, and an epoch takes seconds. Loss: captions pick their photograph and photographs their captions among 192 x 5,
while both stay near the teacher. Writes CACHE/IMAGE-aligned.pt and CACHE/text-IMAGE-aligned.pt.
"""
import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import photos
from clip_bpe import Tokenizer
from metrics import figures
from towers import FeatureHead, ImageTower, TextTower, unit
from train_text import drop_tokens

BATCH, LOGIT_SCALE = 192, 16.0


@torch.no_grad()
def pooled(tower, cached, rows, mirrored):
    """float32 [rows, width]: what the tower's projection sees of cached pixels (uint8) or features (float16)."""
    out = []
    for start in range(0, rows, 100):
        part = cached[start:start + 100]
        if part.dtype == np.uint8:
            part = photos.normalise(part)
        part = torch.from_numpy(part.astype(np.float32))
        out.append(tower.pooled(part.flip(3) if mirrored else part))
    return torch.cat(out)


def contrast(images, texts):
    """Both ways, over photographs [B,512] and their captions [5B,512] in order; a photograph has five right answers."""
    logits = LOGIT_SCALE * texts @ images.T
    owner = torch.arange(len(images)).repeat_interleave(5)
    pick_image = F.cross_entropy(logits, owner)
    right = F.one_hot(owner, len(images)).float().T / 5
    pick_text = -(F.log_softmax(logits.T, 1) * right).sum(1).mean()
    return pick_image + pick_text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--image", default="head")
    parser.add_argument("--text", default="text", help="name of the text weights to start from, without .pt")
    parser.add_argument("--views", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--near", type=float, default=6.0, help="weight of staying near the teacher")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(0)
    generator, cache = torch.Generator().manual_seed(0), Path(chosen.cache)

    image = (FeatureHead if chosen.image.startswith("head") else ImageTower)().eval()
    image.load_state_dict(torch.load(cache / f"{chosen.image}.pt"))
    kind = "features" if isinstance(image, FeatureHead) else "pixels"
    seen, image_taught = [], []
    for view in range(chosen.views):
        cached = np.load(cache / f"view-{view}-{kind}.npy", mmap_mode="r")
        taught = torch.from_numpy(np.load(cache / f"view-{view}-teacher.npy").astype(np.float32))
        for mirrored in (False, True):
            seen.append(pooled(image, cached, len(cached), mirrored))
            image_taught.append(taught)
    dev_seen = pooled(image, np.load(cache / f"dev-{kind}.npy"), 1000, False)

    tokenizer = Tokenizer.load(chosen.vocabulary)
    train, dev = (torch.from_numpy(tokenizer.batch([c for row in photos.records(chosen.data, split)
                                                    for c in row["captions"]])) for split in ("train", "dev"))
    text = TextTower(len(tokenizer.vocabulary))
    text.load_state_dict(torch.load(cache / f"{chosen.text}.pt"))
    text_taught = torch.from_numpy(np.load(cache / "captions-teacher.npy").astype(np.float32))

    weights = [*image.project.parameters(), *text.parameters()]
    optimiser = torch.optim.AdamW(weights, lr=chosen.rate, weight_decay=0.05)
    count, step, began = len(seen[0]), 0, time.time()
    steps = chosen.epochs * (count // BATCH)
    for epoch in range(chosen.epochs):
        total = 0.0
        for rows in torch.randperm(count, generator=generator).split(BATCH)[:count // BATCH]:
            for group in optimiser.param_groups:
                group["lr"] = chosen.rate * 0.5 * (1 + math.cos(math.pi * step / steps))
            k = int(torch.randint(len(seen), (1,), generator=generator))
            captions = (rows[:, None] * 5 + torch.arange(5)).flatten()
            images = unit(image.project(F.dropout(seen[k][rows], 0.2)))
            texts = text(drop_tokens(train[captions], tokenizer.start, 0.15, generator))
            near = (2 - (images * image_taught[k][rows]).sum(1).mean() - (texts * text_taught[captions]).sum(1).mean())
            loss = contrast(images, texts) + chosen.near * near
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            step += 1
            total += loss.item()
        line = {"epoch": epoch, "seconds": round(time.time() - began), "loss": round(total / (count // BATCH), 4)}
        if epoch % 3 == 2 or epoch == chosen.epochs - 1:
            text.eval()
            with torch.no_grad():
                line["dev"] = figures(unit(image.project(dev_seen)).numpy(), text(dev).numpy())
            text.train()
        print(json.dumps(line), flush=True)
    torch.save(image.state_dict(), cache / f"{chosen.image}-aligned.pt")
    torch.save(text.state_dict(), cache / f"text-{chosen.image}-aligned.pt")


if __name__ == "__main__":
    main()
