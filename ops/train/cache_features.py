"""Caches the frozen backbone's features of the same crops that cache_views.py made, for train_head.py.

    cache_features.py --data FLICKR8K --package NSFWJS --cache CACHE [--views 4]

Writes CACHE/backbone.onnx, CACHE/view-K-features.npy float16 [6000,96,14,14] and CACHE/dev-features.npy [1000,...];
skips what is there.
"""
import argparse
from pathlib import Path

import numpy as np

import backbone
import onnx_model
import photos
from cache_views import CHUNK, crops

SIZE_PX = 224


def features(model, picked, threads):
    """float16 [N,96,14,14] of (image, box) pairs."""
    out = []
    for start in range(0, len(picked), CHUNK):
        pixels = np.stack([photos.squash(image, SIZE_PX, box) for image, box in picked[start:start + CHUNK]])
        out.append(onnx_model.run(model, {"pixel_values": photos.normalise(pixels)}, "features", 16, threads)
                   .astype(np.float16))
    return np.concatenate(out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--package", required=True)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--views", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    cache, model = Path(options.cache), Path(options.cache, "backbone.onnx")
    backbone.export(options.package, model)
    if not (cache / "dev-features.npy").exists():
        dev = photos.photographs(options.data, photos.records(options.data, "dev"))
        np.save(cache / "dev-features.npy", features(model, list(crops(dev, 0, None)), options.threads))
    images = list(photos.photographs(options.data, photos.records(options.data, "train")))
    for view in range(options.views):
        if (cache / f"view-{view}-features.npy").exists():
            continue
        picked = list(crops(images, view, np.random.default_rng(view)))
        np.save(cache / f"view-{view}-features.npy", features(model, picked, options.threads))
        print(f"view {view} done", flush=True)


if __name__ == "__main__":
    main()
