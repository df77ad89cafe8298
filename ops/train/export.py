"""Writes the trained towers as ONNX (opset 13): weights stored as FP16 and cast in the graph, arithmetic in FP32.

    export.py --cache CACHE --vocabulary FOLDER --to models/mini --head head-aligned --text text-head-aligned
    export.py ... --image image-aligned --text text-image-aligned          the tower from scratch instead of the head

Checks each file against torch on random input (largest difference below 1e-4) and prints sizes and SHA-256.
"""
import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

import onnx_model
from clip_bpe import Tokenizer
from towers import FeatureHead, ImageTower, TextTower

LIMIT = 1e-4


def fold_norms(module):
    """Folds every convolution's batch norm into its weights, in place."""
    for name, child in module.named_children():
        fold_norms(child)
        if isinstance(child, nn.Sequential):
            for i in range(len(child) - 1):
                if isinstance(child[i], nn.Conv2d) and isinstance(child[i + 1], nn.BatchNorm2d):
                    child[i], child[i + 1] = fuse_conv_bn_eval(child[i], child[i + 1]), nn.Identity()
    return module


def store_halves(model):
    """Turns every weight into an FP16 buffer that a hook casts to FP32 before its module runs, so that the exported
    graph holds FP16 constants and Cast nodes. In place."""
    def cast(module, _):
        for name in module.halves:
            setattr(module, name, getattr(module, f"{name}_half").float())

    for module in list(model.modules()):
        module.halves = [name for name, _ in module.named_parameters(recurse=False)]
        for name in module.halves:
            weight = getattr(module, name).detach()
            delattr(module, name)
            module.register_buffer(f"{name}_half", weight.half())
        if module.halves:
            module.register_forward_pre_hook(cast)
    return model


def write(model, example, path, input_name, axes, output_name):
    """Exports with the first axis (and those in `axes`) dynamic, then compares with torch at another batch size."""
    stored = store_halves(model).eval()
    torch.onnx.export(stored, example, str(path), opset_version=13, do_constant_folding=False,
                      input_names=[input_name], output_names=[output_name],
                      dynamic_axes={input_name: axes, output_name: {0: "N"}})
    with torch.no_grad():
        expected = stored(example).numpy()
    for rows in (len(example), 1):
        got = onnx_model.run(path, {input_name: example[:rows].numpy()}, output_name)
        difference = float(np.abs(got - expected[:rows]).max())
        assert difference < LIMIT, f"{path}: differs from torch by {difference}"
    return difference


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cache", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--to", required=True)
    parser.add_argument("--text", default="text", help="name of the weights in CACHE, without .pt")
    parser.add_argument("--image", default="image")
    parser.add_argument("--head")
    options = parser.parse_args()
    cache, to = Path(options.cache), Path(options.to)
    to.mkdir(parents=True, exist_ok=True)
    generator = torch.Generator().manual_seed(0)

    tokenizer = Tokenizer.load(options.vocabulary)
    text = TextTower(len(tokenizer.vocabulary)).eval()
    text.load_state_dict(torch.load(cache / f"{options.text}.pt"))
    ids = torch.randint(1, tokenizer.start, (5, 32), generator=generator)
    ids[2:, 9:] = 0
    differences = {"text_model.onnx": write(text, ids, to / "text_model.onnx", "input_ids", {0: "N", 1: "L"},
                                            "text_embeds")}
    short = onnx_model.run(to / "text_model.onnx", {"input_ids": ids[2:, :9].contiguous().numpy()}, "text_embeds")
    long = onnx_model.run(to / "text_model.onnx", {"input_ids": ids[2:].contiguous().numpy()}, "text_embeds")
    assert np.abs(short - long).max() < 1e-6, "the text embedding depends on the padded length"

    if options.head:
        image, path, name = FeatureHead(), to / "head.onnx", "features"
        example = torch.randn(5, 96, 14, 14)
    else:
        image, path, name = ImageTower(), to / "vision_model.onnx", "pixel_values"
        example = torch.rand(5, 3, 112, 112) * 2 - 1
    image.load_state_dict(torch.load(cache / f"{options.head or options.image}.pt"))
    differences[path.name] = write(fold_norms(image.eval()), example, path, name, {0: "N"}, "image_embeds")

    for file in ("vocab.json", "merges.txt"):
        if Path(options.vocabulary).resolve() != to.resolve():
            shutil.copy(Path(options.vocabulary, file), to / file)
    for file in sorted(to.glob("*")):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        print(json.dumps({"file": file.name, "bytes": file.stat().st_size, "sha256": digest,
                          "differs_from_torch": differences.get(file.name)}))


if __name__ == "__main__":
    main()
