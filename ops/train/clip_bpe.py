"""Byte-pair encoding in CLIP's format, trained on our own captions.

    clip_bpe.py --data FLICKR8K --to FOLDER [--size 5000]     writes vocab.json and merges.txt

Same format as OpenAI's simple_tokenizer.py (github: openai/CLIP, MIT): lower case, CLIP's pre-tokenising pattern, a
printable stand-in for every byte, `</w>` on the last symbol of a word, ids = 256 bytes, 256 bytes with `</w>`, the
merges in order, then <|startoftext|> and <|endoftext|> last. Only the merges differ, so any CLIP tokenizer loads it.
"""
import argparse
import html
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np

import photos

START, END = "<|startoftext|>", "<|endoftext|>"


def byte_symbols():
    """Byte value -> printable character, GPT-2's table: printable Latin-1 stays, the other bytes move above 255."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    hidden = [b for b in range(256) if b not in printable]
    return {**{b: chr(b) for b in printable}, **{b: chr(256 + i) for i, b in enumerate(hidden)}}


def clean(text):
    """CLIP's text cleaning without ftfy: HTML entities twice, white space to single blanks, lower case."""
    return re.sub(r"\s+", " ", html.unescape(html.unescape(text))).strip().lower()


def words(text):
    """CLIP's pre-tokens: 's|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+ (spelt out, as Python's `re`
    has no \\p classes: every character is mapped to L, N, blank or other before matching)."""
    kinds = "".join({"L": "L", "N": "N"}.get(unicodedata.category(c)[0], " " if c.isspace() else "o") for c in text)
    found, at = [], 0
    while at < len(text):
        contraction = re.compile("'(?:s|t|re|ve|m|ll|d)").match(text, at)
        match = contraction or re.compile("L+|N|o+").match(kinds, at)
        if match:
            found.append(text[at:match.end()])
        at = match.end() if match else at + 1
    return found


def symbols(word, table):
    """The word's bytes as printable characters, `</w>` on the last."""
    letters = [table[b] for b in word.encode()]
    return tuple(letters[:-1] + [letters[-1] + "</w>"])


def merge(parts, pair):
    """`parts` with every occurrence of `pair`, left to right, joined."""
    out, i = [], 0
    while i < len(parts):
        joined = parts[i:i + 2] == pair
        out.append(parts[i] + parts[i + 1] if joined else parts[i])
        i += 2 if joined else 1
    return tuple(out)


def learn(captions, merges):
    """The `merges` most frequent pairs, learned greedily; ties go to the alphabetically first pair, so the result
    depends on the captions alone. Stops early where no pair occurs twice."""
    table = byte_symbols()
    counts = {symbols(w, table): n for w, n in Counter(w for c in captions for w in words(clean(c))).items()}
    learned = []
    while len(learned) < merges:
        pairs = Counter()
        for parts, n in counts.items():
            for pair in zip(parts, parts[1:]):
                pairs[pair] += n
        if not pairs:
            break
        best, n = min(pairs.items(), key=lambda item: (-item[1], item[0]))
        if n < 2:
            break
        learned.append(best)
        together = best[0] + best[1]
        counts = {(merge(p, best) if together in "".join(p) else p): n for p, n in counts.items()}
    return learned


class Tokenizer:
    """Encodes as CLIP does. `context` is the longest row, start and end included."""

    def __init__(self, merges, context=32):
        self.table, self.context, self.known = byte_symbols(), context, {}
        self.ranks = {pair: i for i, pair in enumerate(merges)}
        letters = [self.table[b] for b in sorted(self.table, key=lambda b: ord(self.table[b]))]
        entries = letters + [c + "</w>" for c in letters] + [a + b for a, b in merges] + [START, END]
        self.vocabulary = {entry: i for i, entry in enumerate(entries)}
        assert len(self.vocabulary) == len(entries), "two merges spell the same entry"
        self.start, self.end = self.vocabulary[START], self.vocabulary[END]

    @staticmethod
    def load(folder, context=32):
        lines = Path(folder, "merges.txt").read_text().splitlines()
        return Tokenizer([tuple(line.split(" ")) for line in lines[1:]], context)

    def save(self, folder):
        Path(folder).mkdir(parents=True, exist_ok=True)
        lines = ["#version: 0.2", *(" ".join(pair) for pair in self.ranks)]
        Path(folder, "merges.txt").write_text("\n".join(lines) + "\n")
        Path(folder, "vocab.json").write_text(json.dumps(self.vocabulary, ensure_ascii=False, indent=0) + "\n")

    def word_ids(self, word):
        if word not in self.known:
            parts = symbols(word, self.table)
            while len(parts) > 1:
                pair = min(zip(parts, parts[1:]), key=lambda p: self.ranks.get(p, 1 << 30))
                if pair not in self.ranks:
                    break
                parts = merge(parts, pair)
            self.known[word] = [self.vocabulary[p] for p in parts]
        return self.known[word]

    def encode(self, text):
        """Ids of one caption: start, words, end; cut to the context with the end kept last."""
        ids = [self.start, *(i for w in words(clean(text)) for i in self.word_ids(w)), self.end]
        return ids if len(ids) <= self.context else [*ids[:self.context - 1], self.end]

    def batch(self, texts):
        """int64 [N, longest], padded with 0."""
        rows = [self.encode(t) for t in texts]
        out = np.zeros((len(rows), max(map(len, rows))), np.int64)
        for row, ids in zip(out, rows):
            row[:len(ids)] = ids
        return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--to", required=True)
    parser.add_argument("--size", type=int, default=5000)
    options = parser.parse_args()
    captions = [c for row in photos.records(options.data, "train") for c in row["captions"]]
    Tokenizer(learn(captions, options.size - 512 - 2)).save(options.to)


if __name__ == "__main__":
    main()
