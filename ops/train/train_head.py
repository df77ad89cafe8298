"""Trains the alternative's head on the frozen backbone's cached features (cache_features.py), taught like the tower.

    train_head.py --data FLICKR8K --cache CACHE --vocabulary FOLDER [--minutes 20] [--init WEIGHTS]

Losses, schedule and weight average as in train_image.py. Writes CACHE/head.pt.
"""
import argparse
import itertools
import json
import time
from pathlib import Path

import numpy as np
import torch

from metrics import figures
from towers import FeatureHead
from train_image import BATCH, average_in, caption_bank, dev_texts, losses, set_rate


def embed(head, features):
    head.eval()
    with torch.no_grad():
        parts = [head(torch.from_numpy(features[i:i + 100].astype(np.float32))) for i in range(0, len(features), 100)]
    head.train()
    return torch.cat(parts).numpy()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--init", help="weights to go on from")
    parser.add_argument("--name", default="head")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(0)
    rng, cache = np.random.default_rng(0), Path(chosen.cache)
    captions = torch.from_numpy(np.load(cache / "captions-student.npy").astype(np.float32))
    dev, texts = np.load(cache / "dev-features.npy"), dev_texts(chosen.data, chosen.vocabulary, cache)
    head, average, features, taught = FeatureHead(), FeatureHead(), [], []
    if chosen.init:
        head.load_state_dict(torch.load(chosen.init))
    average.load_state_dict(head.state_dict())
    optimiser = torch.optim.AdamW(head.parameters(), lr=chosen.rate, weight_decay=0.05)

    step, progress, began = 0, 0.0, time.time()
    for epoch in itertools.count():
        if progress >= 1:
            break
        while (cache / f"view-{len(features)}-features.npy").exists():
            taught.append(np.load(cache / f"view-{len(features)}-teacher.npy"))
            features.append(np.load(cache / f"view-{len(features)}-features.npy", mmap_mode="r"))
        count, sums = len(features[0]), np.zeros(2)
        order = rng.permutation(count)
        for start in range(0, count - BATCH + 1, BATCH):
            progress = (time.time() - began) / (60 * chosen.minutes)
            set_rate(optimiser, chosen.rate, step, progress)
            rows = order[start:start + BATCH]
            picks = rng.integers(len(features), size=BATCH)
            x = np.stack([features[k][i] for k, i in zip(picks, rows)]).astype(np.float32)
            if rng.random() < 0.5:
                x = x[..., ::-1].copy()
            y = torch.from_numpy(np.stack([taught[k][i] for k, i in zip(picks, rows)]).astype(np.float32))
            bank, right = caption_bank(rows, len(captions), rng)
            regress, choose = losses(head(torch.from_numpy(x)), y, captions[bank], right)
            optimiser.zero_grad(set_to_none=True)
            (4 * regress + choose).backward()
            optimiser.step()
            step += 1
            average_in(average, head, step)
            sums += regress.item(), choose.item()
        torch.save(average.state_dict(), cache / f"{chosen.name}.pt")
        line = {"epoch": epoch, "seconds": round(time.time() - began), "views": len(features),
                "cosine_distance": round(sums[0] / (count // BATCH), 4),
                "captions": round(sums[1] / (count // BATCH), 4)}
        if epoch % 3 == 2 or progress >= 1:
            line["dev"] = figures(embed(average, dev), texts)
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
