"""Caches what training reads: crops of the train photographs at student size, and the teacher's embedding of each crop.

    cache_views.py --data FLICKR8K --teacher TEACHER --cache CACHE [--views 6] [--size 112]

View 0 is the whole photograph, squashed; views 1.. are random crops, half of them mirrored. Written to CACHE, a pair of
files a view as soon as it is done: view-K-pixels.npy uint8 [6000,S,S,3], view-K-teacher.npy float16 [6000,512] (unit
length). The dev split gets view 0 only (dev-pixels.npy), and no teacher: nothing is trained on it.
"""
import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

import onnx_model
import photos

TEACHER_PX = 224
CHUNK = 250  # photographs a call: 150 MB of float32 pixels at 224 px


def crops(images, view, rng):
    """One (image, box) a photograph: the image perhaps mirrored, the box to resize from."""
    for image in images:
        if view == 0:
            yield image, (0, 0, *image.size)
            continue
        if rng.random() < 0.5:
            image = ImageOps.mirror(image)
        yield image, photos.random_box(*image.size, rng)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--teacher", required=True)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--views", type=int, default=6)
    parser.add_argument("--size", type=int, default=112)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    cache = Path(options.cache)
    cache.mkdir(parents=True, exist_ok=True)

    dev = photos.photographs(options.data, photos.records(options.data, "dev"))
    np.save(cache / "dev-pixels.npy", np.stack([photos.squash(image, options.size) for image in dev]))
    images = list(photos.photographs(options.data, photos.records(options.data, "train")))
    for view in range(options.views):
        rng = np.random.default_rng(view)
        pixels, taught = [], []
        picked = list(crops(images, view, rng))
        for start in range(0, len(picked), CHUNK):
            part = picked[start:start + CHUNK]
            pixels += [photos.squash(image, options.size, box) for image, box in part]
            large = np.stack([photos.squash(image, TEACHER_PX, box) for image, box in part])
            taught.append(onnx_model.run(Path(options.teacher, "vision_model.onnx"),
                                         {"pixel_values": photos.normalise(large)}, "image_embeds",
                                         batch=16, threads=options.threads))
        np.save(cache / f"view-{view}-teacher.npy", np.concatenate(taught).astype(np.float16))
        np.save(cache / f"view-{view}-pixels.npy", np.stack(pixels))
        print(f"view {view} done", flush=True)


if __name__ == "__main__":
    main()
