"""Trains the image tower from random weights, taught by the teacher's embeddings of cached crops (cache_views.py).

    train_image.py --data FLICKR8K --cache CACHE --vocabulary FOLDER [--minutes 30] [--init WEIGHTS] [--name image]

Losses: the cosine distance to the teacher's embedding of the same crop, and the divergence from how the teacher
spreads that crop over 1,280 captions (five of each photograph of the batch and as many others; text side: the text
tower's embeddings), a part of it mixed with the true captions; and, where cache_features.py ran, imitation of a frozen
backbone's early maps. Writes CACHE/NAME.pt after every epoch: the running average of the weights. The rate falls
with the clock, not the step, so that a run on a busy machine ends when it should. Dev figures are printed for the log
alone: the last epoch is the result.
"""
import argparse
import itertools
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
from towers import ImageTower, TextTower

BATCH, BANK, LOGIT_SCALE, TRUE_SHARE = 96, 1280, 16.0, 0.3


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--init")
    parser.add_argument("--name", default="image")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--small", type=float, default=0.5, help="share of the time run at 80 px")
    return parser.parse_args()


class Views:
    """The cached crops; views that cache_views.py finishes meanwhile join at the next epoch."""

    def __init__(self, cache):
        self.cache, self.pixels, self.taught, self.features = cache, [], [], []

    def refresh(self):
        while (self.cache / f"view-{len(self.pixels)}-pixels.npy").exists():
            k = len(self.pixels)
            self.taught.append(np.load(self.cache / f"view-{k}-teacher.npy"))
            self.pixels.append(np.load(self.cache / f"view-{k}-pixels.npy"))
        while (self.cache / f"view-{len(self.features)}-features.npy").exists():
            self.features.append(np.load(self.cache / f"view-{len(self.features)}-features.npy", mmap_mode="r"))

    def batch(self, rows, rng):
        """Pixels float32 [B,3,S,S], teacher float32 [B,512], and for the first rows whose view has cached features
        (cache_features.py) those maps [b,96,14,14], else None: a random view of each row, half of them mirrored (the
        teacher's embedding of the mirror image is near enough), brightness and contrast jittered by 20 %."""
        picks = np.sort(rng.integers(len(self.pixels), size=len(rows)))  # views with features first
        pixels = np.stack([self.pixels[k][i] for k, i in zip(picks, rows)])
        mirrored = rng.random(len(rows)) < 0.5
        pixels[mirrored] = pixels[mirrored, :, ::-1]
        x = photos.normalise(pixels)
        gain, shift = rng.uniform(0.8, 1.2, (len(rows), 1, 1, 1)), rng.uniform(-0.2, 0.2, (len(rows), 1, 1, 1))
        x = np.clip(x * gain + shift, -1, 1).astype(np.float32)
        taught = np.stack([self.taught[k][i] for k, i in zip(picks, rows)]).astype(np.float32)
        maps = [(self.features[k][i][..., ::-1] if m else self.features[k][i])
                for k, i, m in zip(picks, rows, mirrored) if k < len(self.features)]
        maps = torch.from_numpy(np.stack(maps).astype(np.float32)) if maps else None
        pixels = torch.from_numpy(x).contiguous(memory_format=torch.channels_last)
        return pixels, torch.from_numpy(taught), maps


def losses(student, taught, captions, right):
    """(cosine distance, caption divergence) of embeddings [B,512] against captions [K,512]; right [B,K] marks own."""
    regress = (1 - (student * taught).sum(1)).mean()
    target = F.softmax(LOGIT_SCALE * taught @ captions.T, 1)
    target = (1 - TRUE_SHARE) * target + TRUE_SHARE * right / right.sum(1, keepdim=True)
    log_student = F.log_softmax(LOGIT_SCALE * student @ captions.T, 1)
    return regress, -(target * log_student).sum(1).mean()


def imitation(student, maps):
    """Mean squared error of the early maps against the backbone's, in units of the maps' own variance (FitNets, arXiv
    1412.6550): 196 places of an image each teach, where the embedding teaches once."""
    student = student[:len(maps)]
    if maps.shape[-1] != student.shape[-1]:
        maps = F.interpolate(maps, size=student.shape[-1], mode="bilinear", antialias=True, align_corners=False)
    return ((student - maps) ** 2).mean() / maps.var()


def caption_bank(rows, total, rng):
    """Caption rows (five of each photograph in `rows`, then random ones up to BANK), own-caption mask [B,BANK]."""
    own = (rows[:, None] * 5 + np.arange(5)).ravel()
    bank = np.concatenate([own, rng.integers(total, size=BANK - len(own))])
    return bank, torch.from_numpy((bank[None] // 5 == rows[:, None]).astype(np.float32))


def set_rate(optimiser, rate, step, progress):
    """Linear warm-up over 150 steps, then a half cosine to 0 at `progress` 1."""
    for group in optimiser.param_groups:
        group["lr"] = rate * min(1.0, (step + 1) / 150) * 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))


@torch.no_grad()
def average_in(average, model, step):
    """Moves the running average of weights and batch-norm statistics towards the model's (about 500 steps deep)."""
    keep = min(0.998, step / (step + 20))
    for a, b in zip(average.state_dict().values(), model.state_dict().values()):
        a.mul_(keep).add_(b, alpha=1 - keep) if a.is_floating_point() else a.copy_(b)


def dev_texts(data, vocabulary, cache):
    tokenizer = Tokenizer.load(vocabulary)
    captions = [c for row in photos.records(data, "dev") for c in row["captions"]]
    tower = TextTower(len(tokenizer.vocabulary)).eval()
    tower.load_state_dict(torch.load(cache / "text.pt"))
    with torch.no_grad():
        return tower(torch.from_numpy(tokenizer.batch(captions))).numpy()


def embed(tower, pixels):
    tower.eval()
    with torch.no_grad():
        parts = [photos.normalise(pixels[i:i + 100]) for i in range(0, len(pixels), 100)]
        out = torch.cat([tower(torch.from_numpy(part)) for part in parts])
    tower.train()
    return out.numpy()


def main():
    chosen = options()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(0)
    rng, cache = np.random.default_rng(0), Path(chosen.cache)
    views, captions = Views(cache), torch.from_numpy(np.load(cache / "captions-student.npy").astype(np.float32))
    dev, texts = np.load(cache / "dev-pixels.npy"), dev_texts(chosen.data, chosen.vocabulary, cache)

    tower = ImageTower().to(memory_format=torch.channels_last)
    if chosen.init:
        tower.load_state_dict(torch.load(chosen.init))
    imitate = torch.nn.Conv2d(ImageTower.EARLY_CHANNELS, 96, 1)
    average = ImageTower()
    average.load_state_dict(tower.state_dict())
    optimiser = torch.optim.AdamW([*tower.parameters(), *imitate.parameters()], lr=chosen.rate, weight_decay=0.05)
    views.refresh()
    count = len(views.pixels[0])
    step, progress, began = 0, 0.0, time.time()
    for epoch in itertools.count():
        if progress >= 1:
            break
        views.refresh()
        sums = np.zeros(3)
        order = rng.permutation(count)
        for start in range(0, count - BATCH + 1, BATCH):
            progress = (time.time() - began) / (60 * chosen.minutes)
            set_rate(optimiser, chosen.rate, step, progress)
            rows = order[start:start + BATCH]
            pixels, taught, maps = views.batch(rows, rng)
            if progress < chosen.small:
                pixels = F.interpolate(pixels, size=80, mode="bilinear", antialias=True, align_corners=False)
                pixels = pixels.contiguous(memory_format=torch.channels_last)
            bank, right = caption_bank(rows, len(captions), rng)
            early = tower.early(pixels)
            regress, choose = losses(tower.embed(early), taught, captions[bank], right)
            mimic = imitation(imitate(early), maps) if maps is not None else torch.zeros(())
            optimiser.zero_grad(set_to_none=True)
            (4 * regress + choose + mimic).backward()
            optimiser.step()
            step += 1
            average_in(average, tower, step)
            sums += regress.item(), choose.item(), mimic.item()
        torch.save(average.state_dict(), cache / f"{chosen.name}.pt")
        line = {"epoch": epoch, "seconds": round(time.time() - began), "views": len(views.pixels),
                "cosine_distance": round(sums[0] / (count // BATCH), 4),
                "captions": round(sums[1] / (count // BATCH), 4),
                "imitation": round(sums[2] / (count // BATCH), 4)}
        if epoch % 3 == 2 or progress >= 1:
            line["dev"] = figures(embed(average, dev), texts)
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
