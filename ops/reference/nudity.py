#!/usr/bin/env python3
"""The reference for `nudity-mobilenet`: nsfwjs' network in NumPy, layer by layer as its script lists them.

    python3 ops/reference/nudity.py .setup/npm/node_modules/nsfwjs

Reads the layers and their settings from the package itself (strides, padding, activations, what is added to what), so that
nothing is shared with the converter but the weights' bytes. Prints the probabilities of two patterns; the values stand in
NudityConverterTests.
"""
import base64
import re
import sys
from pathlib import Path

import numpy as np

WEIGHT = re.compile(r'\{name:"([^"]+)",shape:\[([\d,]*)\],dtype:"float32",'
                    r'quantization:\{min:([^,]+),scale:([^,]+),dtype:"uint8"\}\}')
LAYER = re.compile(r'\{name:"(\w+)",class_name:"(\w+)",config:\{(.*?)inbound_nodes:\[(.*?)\]\}', re.S)


def read(package):
    folder = Path(package, "dist/models/mobilenet_v2")
    script = (folder / "model.min.js").read_text()
    shard = (folder / "group1-shard1of1.min.js").read_text()
    data = base64.b64decode(max(re.findall(r'"([A-Za-z0-9+/=]{1000,})"', shard), key=len))
    weights, at = {}, 0
    for name, shape, low, scale in WEIGHT.findall(script):
        shape = [int(n) for n in shape.split(",")]
        count = int(np.prod(shape))
        weights[name] = (np.frombuffer(data, np.uint8, count, at) * float(scale) + float(low)).reshape(shape)
        at += count
    assert at == len(data)
    layers = [(name, kind, settings, re.findall(r'\["(\w+)",0,0', inputs)) for name, kind, settings, inputs in LAYER.findall(script)]
    return layers, weights


def number(settings, key):
    return [int(n) for n in re.search(key + r':\[(\d+),(\d+)\]', settings).groups()]


def windows(x, kernel, stride, same):
    """[rows, columns, kernel, kernel, channels] of a map [rows, columns, channels]."""
    if same:
        pad = [max((-(-side // stride) - 1) * stride + kernel - side, 0) for side in x.shape[:2]]
        x = np.pad(x, [(pad[0] // 2, pad[0] - pad[0] // 2), (pad[1] // 2, pad[1] - pad[1] // 2), (0, 0)])
    view = np.lib.stride_tricks.sliding_window_view(x, (kernel, kernel), axis=(0, 1))[::stride, ::stride]
    return view.transpose(0, 1, 3, 4, 2)


def run(layers, weights, picture):
    maps, last = {"input_1": picture}, None
    for name, kind, settings, inputs in layers:
        x = maps[inputs[0]] if inputs else None
        if kind in ("Conv2D", "DepthwiseConv2D"):
            view = windows(x, number(settings, "kernel_size")[0], number(settings, "strides")[0], 'padding:"same"' in settings)
            if kind == "Conv2D":
                y = np.tensordot(view, weights[name + "/kernel"], 3)
            else:
                y = np.einsum("rckmd,kmd->rcd", view, weights[name + "/depthwise_kernel"][..., 0])
        elif kind == "BatchNormalization":
            gamma, beta, mean, variance = (weights[f"{name}/{part}"] for part in ("gamma", "beta", "moving_mean", "moving_variance"))
            y = (x - mean) / np.sqrt(variance + 1e-3) * gamma + beta
        elif kind == "ReLU":
            y = np.clip(x, 0, 6)
        elif kind == "ZeroPadding2D":
            (top, bottom), (left, right) = ([int(n) for n in pair] for pair in
                                            re.findall(r'\[(\d+),(\d+)\]', re.search(r'padding:\[\[.*?\]\]', settings).group()))
            y = np.pad(x, [(top, bottom), (left, right), (0, 0)])
        elif kind == "Add":
            y = x + maps[inputs[1]]
        elif kind == "AveragePooling2D":
            y = windows(x, number(settings, "pool_size")[0], number(settings, "strides")[0], False).mean((2, 3))
        elif kind == "Flatten":
            y = x.reshape(-1)
        elif kind == "Dropout":
            y = x
        elif kind == "Dense":
            y = x @ weights[name + "/kernel"] + weights[name + "/bias"]
            if 'activation:"relu"' in settings:
                y = np.maximum(y, 0)
            elif 'activation:"softmax"' in settings:
                y = np.exp(y - y.max())
                y /= y.sum()
        elif kind == "InputLayer":
            continue
        else:
            raise SystemExit(f"layer {name} is of the kind {kind}, which is not known here")
        maps[name] = last = y
    return last


def main():
    layers, weights = read(sys.argv[1])
    print(len(layers), "layers")
    y, x, c = np.mgrid[0:224, 0:224, 0:3]
    for name, pattern in (("stripes", (x + 2 * y + 3 * c) % 7 / 6), ("skin", np.where((x // 56 + y // 56) % 2 == 0, [0.9, 0.7, 0.6], [0.5, 0.3, 0.25]))):
        print(name, np.round(run(layers, weights, pattern), 5).tolist())


if __name__ == "__main__":
    main()
