#!/usr/bin/python3
"""Writes CLIP-shaped models with random weights: graphs, card, and what PyTorch makes of fixed inputs.

    clip_graphs.py --architecture vit-b-32 --output FOLDER
    clip_graphs.py --architecture vit-l-14 --output FOLDER --precision fp16 --dynamic-batch
    clip_graphs.py --architecture small --output FOLDER --joint --attention-mask --ids int32

FOLDER gets model.yaml (so it can lie under a root of Models:Folders), vision_model.onnx and text_model.onnx (or model.onnx
with --joint), vocab.json and merges.txt (bytes alone, with CLIP's ids for start and end) and reference.json: captions with
their ids and embeddings, and the embeddings of generated pictures. The same arguments give the same weights on one version
of PyTorch. Debian's python3-torch and python3-onnx are enough; nothing is downloaded.
"""
import argparse
import hashlib
import json
import sys
import warnings
from pathlib import Path

sys.dont_write_bytecode = True

import numpy as np
import onnx
import torch

import onnx_weights
from clip_model import ARCHITECTURES, Joint, Text, Vision

MEAN, STD = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
START, END = 49406, 49407
CAPTIONS = ["a", "a photo of a cat", "two dogs run on the beach while a child in a red coat watches from the pier", ""]
PICTURES = 3
LIMIT = 1e-5
ROUNDS = {"fp16": onnx_weights.to_halves, "int8": onnx_weights.to_bytes}


def noise(seed, size):
    """Picture number `seed`: xorshift32 from seed * 2654435769, the top byte of each state, [size, size, 3]."""
    state, pixels = seed * 2654435769 & 0xFFFFFFFF, np.empty(size * size * 3, np.uint8)
    for i in range(pixels.size):
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        pixels[i] = state >> 24
    return pixels.reshape(size, size, 3)


def alphabet():
    """GPT-2's character for each byte, in the order of OpenAI's table."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    return [chr(code) for code in printable + list(range(256, 256 + 256 - len(printable)))]


def ids_of(caption, context):
    """For ASCII letters and spaces: without merges each letter is itself, and the last of a word its word-end twin."""
    letters = {symbol: i for i, symbol in enumerate(alphabet())}
    ids = [START]
    for word in caption.split():
        ids += [letters[letter] for letter in word[:-1]] + [256 + letters[word[-1]]]
    ids = ids[:context - 1] + [END]
    return ids + [END] * (context - len(ids)), len(ids)


def unit(rows):
    rows = rows.double().numpy()
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).tolist()


def check_attention(block):
    """Our plain products against PyTorch's own attention, on noise."""
    ours = block.attention
    width = ours.out.in_features
    x = torch.randn(2, 9, width)
    hidden = torch.full((9, 9), -1e4).triu(1)
    theirs, _ = torch.nn.functional.multi_head_attention_forward(
        *[x.transpose(0, 1)] * 3, width, ours.heads, ours.inward.weight, ours.inward.bias, None, None, False, 0.0,
        ours.out.weight, ours.out.bias, training=False, need_weights=False, attn_mask=hidden)
    difference = (ours(x, hidden) - theirs.transpose(0, 1)).abs().max().item()
    if difference > LIMIT:
        raise SystemExit(f"attention differs from PyTorch's by {difference}")


def export(model, inputs, path, outputs, free, precision):
    names, tensors = list(inputs), tuple(inputs.values())
    torch.onnx.export(
        model, tensors, str(path), opset_version=14, input_names=names, output_names=outputs,
        dynamic_axes={name: {0: "batch"} for name in [*names, *outputs]} if free else None)
    if precision != "fp32":
        onnx.save(ROUNDS[precision](onnx.load(str(path))), str(path))


def write_graphs(a, options, folder, ids, pixels, mask):
    """The files by role."""
    vision, text = Vision(a).eval(), Text(a).eval()
    check_attention(vision.transformer.blocks[0])
    ids = ids.to(torch.int32 if options.ids == "int32" else torch.int64)
    words = {"input_ids": ids} | ({"attention_mask": mask.to(ids.dtype)} if options.attention_mask else {})
    first = {name: value[:1] for name, value in words.items()}
    if options.joint:
        joint = Joint(vision, text)
        first = {"input_ids": first["input_ids"], "pixel_values": pixels[:1], "attention_mask": mask[:1].to(ids.dtype)}
        export(joint, first, folder / "model.onnx",
               ["logits_per_image", "logits_per_text", "text_embeds", "image_embeds"], True, options.precision)
        roles = {"joint": "model.onnx"}
    else:
        export(vision, {"pixel_values": pixels[:1]}, folder / "vision_model.onnx", ["image_embeds"],
               options.dynamic_batch, options.precision)
        export(text, first, folder / "text_model.onnx", ["text_embeds"], options.dynamic_batch, options.precision)
        roles = {"vision": "vision_model.onnx", "text": "text_model.onnx"}
    return vision, text, roles


def write_vocabulary(folder):
    symbols = alphabet()
    vocabulary = {symbol: i for i, symbol in enumerate([*symbols, *(symbol + "</w>" for symbol in symbols)])}
    vocabulary |= {"<|startoftext|>": START, "<|endoftext|>": END}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return {"vocab": "vocab.json", "merges": "merges.txt"}


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def card(a, options, folder, roles):
    mask = ", attention-mask: attention_mask" if options.attention_mask or options.joint else ""
    files = "\n".join(f"  - {{ role: {role}, path: {name}, sha256: {sha256(folder / name)} }}"
                      for role, name in roles.items())
    return f"""name: {options.name}
task: dual-encoder
precision: {options.precision}
description: The shape of CLIP {options.architecture} with random weights, for tests and measurements.
licence: {{ name: CC0-1.0, terms: random numbers, commercial: true }}
origin: {{ kind: built-in, trained-by: nobody }}
files:
{files}
image:
  size: {a.size}
  resize: center-crop
  mean: {MEAN}
  std: {STD}
  input: pixel_values
  output: image_embeds
text: {{ tokenizer: clip-bpe, context: {a.context}, pad-id: {END}, input: input_ids, output: text_embeds{mask} }}
scoring: {{ kind: softmax, logit-scale: 100.0 }}
thresholds: {{ match: 0.25 }}
"""


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--architecture", choices=ARCHITECTURES, required=True)
    parse.add_argument("--output", type=Path, required=True)
    parse.add_argument("--name", help="of the model; the architecture if absent")
    parse.add_argument("--precision", choices=["fp32", *ROUNDS], default="fp32")
    parse.add_argument("--dynamic-batch", action="store_true", help="a free first dimension; joint graphs have it anyhow")
    parse.add_argument("--joint", action="store_true", help="one graph with both towers and a mask, as optimum writes it")
    parse.add_argument("--attention-mask", action="store_true", help="the text tower takes one")
    parse.add_argument("--ids", choices=["int64", "int32"], default="int64")
    parse.add_argument("--seed", type=int, default=1)
    options = parse.parse_args()
    options.name = options.name or options.architecture
    a, folder = ARCHITECTURES[options.architecture], options.output
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.yaml").unlink(missing_ok=True)
    torch.manual_seed(options.seed)
    warnings.simplefilter("ignore")  # of the tracer, about sizes that are constants here

    texts = [ids_of(caption, a.context) for caption in CAPTIONS]
    ids = torch.tensor([row for row, _ in texts])
    mask = torch.tensor([[int(i < length) for i in range(a.context)] for _, length in texts])
    levels = np.stack([noise(seed, a.size) for seed in range(1, PICTURES + 1)])
    pixels = torch.from_numpy(((levels / 255.0 - MEAN) / STD).transpose(0, 3, 1, 2).astype(np.float32))
    with torch.no_grad():
        vision, text, roles = write_graphs(a, options, folder, ids, pixels, mask)
        reference = {
            "pictures": [{"noise": seed + 1, "embedding": row} for seed, row in enumerate(unit(vision(pixels)))],
            "texts": [{"text": caption, "ids": row, "embedding": embedding}
                      for caption, (row, _), embedding in zip(CAPTIONS, texts, unit(text(ids)))],
        }
    roles |= write_vocabulary(folder)
    (folder / "reference.json").write_text(json.dumps(reference))
    (folder / "model.yaml").write_text(card(a, options, folder, roles), encoding="utf-8")
    megabytes = sum(path.stat().st_size for path in folder.glob("*.onnx")) / 1e6
    print(f"{options.name}: {megabytes:.0f} MB of graphs in {folder}")


if __name__ == "__main__":
    main()
