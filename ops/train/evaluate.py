"""Measures a dual encoder from its ONNX files on the 1,000 dev photographs and prints JSON.

    evaluate.py --data FLICKR8K --model models/mini [--size 112] [--split dev] [--backbone BACKBONE.onnx]

With --backbone, images go through it at --size (224) and MODEL/head.onnx instead of MODEL/vision_model.onnx.
"""
import argparse
import json
from pathlib import Path

import numpy as np

import onnx_model
import photos
from clip_bpe import Tokenizer
from metrics import figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--size", type=int, default=112)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--backbone")
    options = parser.parse_args()
    model, rows = Path(options.model), photos.records(options.data, options.split)

    ids = Tokenizer.load(model).batch([caption for row in rows for caption in row["captions"]])
    texts = onnx_model.run(model / "text_model.onnx", {"input_ids": ids}, "text_embeds", batch=500)
    pixels = np.stack([photos.squash(image, options.size) for image in photos.photographs(options.data, rows)])
    images = photos.normalise(pixels)
    if options.backbone:
        maps = onnx_model.run(options.backbone, {"pixel_values": images}, "features", batch=16)
        images = onnx_model.run(model / "head.onnx", {"features": maps}, "image_embeds")
    else:
        images = onnx_model.run(model / "vision_model.onnx", {"pixel_values": images}, "image_embeds")
    print(json.dumps({"split": options.split, "photographs": len(rows), "captions": len(texts),
                      **figures(images, texts)}))


if __name__ == "__main__":
    main()
