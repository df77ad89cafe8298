"""Writes model.yaml beside the exported files: their hashes, and the threshold that evaluate.py measured.

    describe.py --model models/mini --threshold 0.2 [--size 224]     size: of the vision graph's input, in pixels

Where head.onnx is there instead of vision_model.onnx, the card also names the backbone that ops/build makes
(docs/models-mini-backbone.md), so run ops/build first.
"""
import argparse
import hashlib
from pathlib import Path

FILES = {"vision": "vision_model.onnx", "head": "head.onnx", "text": "text_model.onnx", "vocab": "vocab.json",
         "merges": "merges.txt"}
BACKBONE = "mini-backbone/network.onnx"  # beneath the folder of built models
BUILT = Path(__file__).parents[2] / ".setup/models"
DESCRIPTION = "A small image-text encoder for trials and tests, trained on Flickr8k; use a real CLIP in production."
LICENCE = "name: Flickr8k terms and MIT, terms: non-commercial research and education; the backbone (nsfwjs 4.3.0) is MIT"
IMAGE = ("size: {size}, resize: squash, filter: bicubic, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], "
         "input: pixel_values, output: image_embeds")
TEMPLATE = """\
name: mini
task: dual-encoder
precision: fp16 # as stored; the graphs cast to FP32 and calculate so
description: {description}
licence: {{ {licence}, commercial: false }}
origin: {{ kind: built-in, package: nsfwjs, version: 4.3.0, trained-by: ops/train }}
files:
{files}
image: {{ {image} }}
text: {{ tokenizer: clip-bpe, context: 32, pad-id: 0, input: input_ids, output: text_embeds }}
scoring: {{ kind: softmax, logit-scale: 16.0 }}
thresholds: {{ match: {threshold:.3f} }}
"""


def line(role, path, file):
    return f"  - {{ role: {role}, path: {path}, sha256: {hashlib.sha256(file.read_bytes()).hexdigest()} }}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--threshold", type=float, required=True)
    parser.add_argument("--size", type=int, default=224)
    options = parser.parse_args()
    folder = Path(options.model)
    lines = [line(role, name, folder / name) for role, name in FILES.items() if (folder / name).exists()]
    if (folder / FILES["head"]).exists():
        lines.insert(0, line("backbone", BACKBONE, BUILT / BACKBONE))
    text = TEMPLATE.format(description=DESCRIPTION, licence=LICENCE, files="\n".join(lines), image=IMAGE.format(size=options.size),
                           threshold=options.threshold)
    (folder / "model.yaml").write_text(text)


if __name__ == "__main__":
    main()
