#!/usr/bin/python3
"""Trains a small unigram model on sentences of its own and writes what SentencePiece makes of many texts.

    sentencepiece_cases.py --output FOLDER [--normalise nmt_nfkc|nmt_nfkc_cf]

FOLDER gets spiece.model, with the frame of T5 and SigLIP (padding 0, end 1, unknown 2, no start), and cases.json: texts with
their ids. Needs Debian's python3-sentencepiece.
"""
import argparse
import json
import random
import sys
from pathlib import Path

sys.dont_write_bytecode = True

import sentencepiece

ADJECTIVES = "red small old shiny wooden striped happy wet tall young grey colourful running sleeping".split()
NOUNS = "dog bicycle woman kitchen mountain train umbrella boat child laptop giraffe pizza violinist skateboarder".split()
VERBS = ["stands near", "runs past", "is looking at", "sits on", "is painted behind", "jumps over", "holds"]
PLACES = ["in the park", "on a rainy street", "by the river at sunset", "in front of a crowd", "inside a large hall",
          "next to three other people", "at the café", "über der brücke", "в парке", "東京の公園"]
# Wide and narrow letters, ligatures, fractions, odd spaces, a joiner, letters and pictures outside the basic plane.
LETTERS = "abcdefghijklmnopqrstuvwxyz   éüßñ東京の公園ァﾊﾞｶ①ﬁ²½Ａｂｃ\u3000\u00a0\u200b\t0129пакеж𝐚😀"


def sentence():
    return (f"a {random.choice(ADJECTIVES)} {random.choice(NOUNS)} {random.choice(VERBS)} the "
            f"{random.choice(ADJECTIVES)} {random.choice(NOUNS)} {random.choice(PLACES)}")


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--output", type=Path, required=True)
    parse.add_argument("--normalise", default="nmt_nfkc")
    options = parse.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    random.seed(3)
    sentences = [sentence() for _ in range(8000)]
    (options.output / "sentences.txt").write_text("\n".join(sentences), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(options.output / "sentences.txt"), model_prefix=str(options.output / "spiece"), vocab_size=400,
        hard_vocab_limit=False, model_type="unigram", normalization_rule_name=options.normalise, pad_id=0, eos_id=1, unk_id=2,
        bos_id=-1, character_coverage=0.9995, minloglevel=2)
    model = sentencepiece.SentencePieceProcessor(model_file=str(options.output / "spiece.model"))
    texts = ["", " ", "a photo of a cat", "  two   spaces ", " a", "a </s> b"] + random.sample(sentences, 500)
    texts += ["".join(random.choice(LETTERS) for _ in range(random.randint(1, 40))) for _ in range(3000)]
    cases = [{"text": text, "ids": model.encode(text)} for text in texts]
    (options.output / "cases.json").write_text(json.dumps(cases))
    print(f"{model.get_piece_size()} pieces, {len(cases)} texts")


if __name__ == "__main__":
    main()
