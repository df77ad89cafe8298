"""Writes model.yaml beside the exported files: their hashes, and the threshold that evaluate.py measured.

    describe.py --model models/mini --threshold 0.2 [--size 224]     size: of the vision graph's input, in pixels

Where head.onnx is there instead of vision_model.onnx, set-up makes the latter (docs/models-mini-backbone.md).
"""
import argparse
import hashlib
from pathlib import Path

FILES = {"vision": "vision_model.onnx", "head": "head.onnx", "text": "text_model.onnx", "vocab": "vocab.json",
         "merges": "merges.txt"}
DESCRIPTION = "A small image-text encoder for trials and tests, trained on Flickr8k; use a real CLIP in production."
IMAGE = ("size: {size}, resize: squash, filter: bicubic, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], "
         "input: pixel_values, output: image_embeds")
TEMPLATE = """\
name: mini
task: dual-encoder
description: {description}
licence: {{ name: Flickr8k terms, terms: non-commercial research and education, commercial: false }}
origin: {{ kind: built-in, trained-by: ops/train }}
files:
{files}
image: {{ {image} }}
text: {{ tokenizer: clip-bpe, context: 32, pad-id: 0, input: input_ids, output: text_embeds }}
scoring: {{ kind: softmax, logit-scale: 16.0 }}
thresholds: {{ match: {threshold:.3f} }}
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--threshold", type=float, required=True)
    parser.add_argument("--size", type=int, default=224)
    options = parser.parse_args()
    folder, lines = Path(options.model), []
    for role, name in FILES.items():
        if (folder / name).exists():
            digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            lines.append(f"  - {{ role: {role}, path: {name}, sha256: {digest} }}")
    text = TEMPLATE.format(description=DESCRIPTION, files="\n".join(lines), image=IMAGE.format(size=options.size),
                           threshold=options.threshold)
    (folder / "model.yaml").write_text(text)


if __name__ == "__main__":
    main()
