"""Flickr8k as arrays: photographs out of the tar, captions out of the JSON lines, and random crops of them.

The folder holds `images-128px.tar` (JPEG, shorter side 128 px) and `captions.jsonl` (`image`, `split`, five
`captions`).
"""
import io
import json
import tarfile
from pathlib import Path

import numpy as np
from PIL import Image


def records(data, split):
    """The rows of one split ("train" or "dev") in file order: dicts with `image` and `captions`."""
    lines = Path(data, "captions.jsonl").read_text().splitlines()
    return [row for row in map(json.loads, lines) if row["split"] == split]


def photographs(data, rows):
    """Yields one RGB `PIL.Image` a row, in row order."""
    with tarfile.open(Path(data, "images-128px.tar")) as tar:
        for row in rows:
            yield Image.open(io.BytesIO(tar.extractfile(row["image"]).read())).convert("RGB")


def squash(image, size_px, box=None):
    """The image (or the part in `box`) as uint8 [size, size, 3], aspect ratio ignored, Pillow's antialiased bicubic."""
    return np.asarray(image.resize((size_px, size_px), Image.BICUBIC, box=box))


def random_box(width, height, rng, smallest_area=0.35):
    """A crop (left, top, right, bottom) of 35-100 % of the area, aspect 3:4 to 4:3 of the photograph's own
    (Inception's RandomResizedCrop, made milder: a caption names things a small crop would lose)."""
    for _ in range(10):
        area, aspect = rng.uniform(smallest_area, 1.0), np.exp(rng.uniform(np.log(3 / 4), np.log(4 / 3)))
        wide, tall = width * np.sqrt(area * aspect), height * np.sqrt(area / aspect)
        if wide <= width and tall <= height:
            left, top = rng.uniform(0, width - wide), rng.uniform(0, height - tall)
            return left, top, left + wide, top + tall
    return 0, 0, width, height


def normalise(pixels):
    """uint8 [N,S,S,3] in 0..255 to float32 [N,3,S,S] in -1..1 (mean 0.5, deviation 0.5)."""
    return np.ascontiguousarray(pixels.transpose(0, 3, 1, 2), dtype=np.float32) / 127.5 - 1
