#!/usr/bin/python3
"""Checks the sample set against what its users count on. Prints 'N passed, N failed'.

    ops/samples/check.py                 the set that ops/setup built
    ops/samples/check.py --rebuild       also builds it twice more and compares every byte (half a minute)
"""
import argparse
import collections
import hashlib
import io
import json
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import numpy
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
MADE = HERE.parents[1] / ".setup"
AT_LEAST = {
    "right": 28, "wrong": 18, "animal": 3, "person": 24, "page-pii": 7, "caption-pii": 5, "empty-caption": 2,
    "no-caption": 2, "exact": 1, "exact-media": 1, "near": 4, "mirror": 1, "gps": 3, "thumbnail": 1, "maker-note": 1,
    "xmp": 2, "iptc": 1, "icc": 1, "orientation": 8, "png-alpha": 1, "png-palette": 1, "png-16-bit": 1, "webp": 1,
    "gif-animated": 1, "tiff": 1, "jpeg-cmyk": 1, "jpeg-grey": 1, "jpeg-progressive": 1, "tiny": 1, "truncated": 3,
    "empty-file": 1, "mislabelled": 4, "bomb": 2, "playlist": 2, "chapters": 1, "subtitles": 1, "no-audio": 2,
    "speech": 4, "cover-art": 1, "listed": 5, "missing-file": 1, "unknown-file": 5,
}
# Of 64: near-duplicates differ in at most the first, different pictures in more than the second.
SAME_BITS, OTHER_BITS = 6, 12


class Set:
    def __init__(self, folder):
        self.media = folder / "quickstart"
        self.entries = json.loads((folder / "expected.json").read_text())
        self.by_path = {entry["path"]: entry for entry in self.entries}

    def bytes(self, entry):
        return (self.media / entry["path"]).read_bytes()

    def decodable(self):
        return [e for e in self.entries if e["kind"] == "image" and e["outcome"] != "failed"]

    def picture(self, entry):
        image = ImageOps.exif_transpose(Image.open(io.BytesIO(self.bytes(entry))))
        return image.point(lambda v: v / 256).convert("L") if image.mode.startswith("I") else image


def every_role_is_there_often_enough(samples):
    counts = collections.Counter(role for entry in samples.entries for role in entry["roles"])
    return [f"{role}: {counts[role]} of {least}" for role, least in AT_LEAST.items() if counts[role] < least]


def every_file_has_one_entry_and_no_other_is_there(samples):
    media = {e["path"] for e in samples.entries if "missing-file" not in e["roles"]}
    captions = {str(pathlib.PurePosixPath(p).with_suffix(s)) for p in media for s in (".txt", ".json")}
    there = {str(f.relative_to(samples.media)) for f in samples.media.rglob("*") if f.is_file()}
    return sorted(media - there) + sorted(there - media - captions - {"listed/metadata.jsonl"})


def every_caption_is_one_of_ours(samples):
    ours = json.loads((HERE / "captions.json").read_text())
    wrong = []
    for entry in samples.entries:
        caption = ours.get(entry["path"])
        if (caption["text"] if isinstance(caption, dict) else caption) != entry["caption"]:
            wrong.append(entry["path"])
        sidecar = (samples.media / entry["path"]).with_suffix(".txt")
        if sidecar.is_file() and sidecar.read_text() not in (entry["caption"], entry["caption"] + "\n"):
            wrong.append(str(sidecar))
    return wrong


def a_wrong_caption_has_its_right_one(samples):
    sides = collections.defaultdict(set)
    for entry in samples.entries:
        if "pair" in entry:
            sides[entry["pair"]].add(entry["side"])
    return [pair for pair, both in sides.items() if both != {"right", "wrong"}]


def every_good_picture_decodes_at_its_size(samples):
    return [e["path"] for e in samples.decodable() if list(samples.picture(e).size) != e["size"]]


def every_face_lies_in_its_picture(samples):
    return [e["path"] for e in samples.decodable() for x, y, w, h in e.get("faces", ())
            if not (0 <= x + w / 2 < e["size"][0] and 0 <= y + h / 2 < e["size"][1])]


def every_canary_is_in_its_file(samples):
    lost = []
    for entry in samples.entries:
        data = b"" if "missing-file" in entry["roles"] else samples.bytes(entry)
        if entry["roles"][0] == "hostile":  # these only point at it
            data = samples.bytes(samples.by_path["hostile/canary.nfo"])
        lost += [f"{entry['path']}: {c}" for c in entry.get("canaries", ())
                 if c.encode() not in data and c.encode("utf-16-le") not in data]
    return lost


def no_canary_stands_in_a_caption(samples):
    canaries = {c for e in samples.entries for c in e.get("canaries", ())}
    return [c for c in canaries if any(c in (e["caption"] or "") for e in samples.entries)]


def cards_and_ibans_pass_their_checksums(samples):
    bad = []
    for entry in samples.entries:
        for found in entry.get("caption_pii", []) + entry.get("page_pii", []):
            text = found["text"].replace(" ", "")
            if found["type"] == "card" and not luhn(text) or found["type"] == "iban" and not mod97(text):
                bad.append(found["text"])
    return bad


def luhn(digits):
    doubled = [int(d) * (1 + at % 2) for at, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def mod97(iban):
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1


def near_duplicates_are_near_and_others_are_not(samples):
    entries = samples.decodable()
    hashes = {e["path"]: perceptual_hash(samples.picture(e)) for e in entries}
    groups = {e["path"]: e.get("duplicate_of") if e.get("duplicate") != "mirror" else None for e in entries}
    pairs = {e["pair"]: e["path"] for e in entries if e.get("side") == "right"}
    for entry in entries:
        if entry.get("side") == "wrong":
            groups[entry["path"]] = pairs[entry["pair"]]
    wrong = []
    for at, first in enumerate(entries):
        for second in entries[at + 1:]:
            a, b = first["path"], second["path"]
            bits = (hashes[a] ^ hashes[b]).bit_count()
            same = (groups[a] or a) == (groups[b] or b)
            if bits > SAME_BITS if same else bits <= OTHER_BITS:
                wrong.append(f"{a} and {b}: {bits} bits")
    return wrong


def perceptual_hash(image):
    """The common 64-bit pHash: 32 x 32 luma, type II cosine transform, signs of the lowest 8 x 8 about their median."""
    if image.mode in ("RGBA", "P"):
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    luma = numpy.asarray(image.convert("RGB").convert("L").resize((32, 32), Image.Resampling.LANCZOS), dtype=float)
    k = numpy.arange(32)
    cosine = numpy.cos(numpy.pi * k[:8, None] * (2 * k + 1) / 64)
    low = (cosine @ luma @ cosine.T).ravel()
    return int("".join("1" if v > numpy.median(low) else "0" for v in low), 2)


def a_second_build_gives_the_same_bytes():
    digests = []
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, HERE / "build.py", "--out", folder, "--photos", MADE / "photos",
                            "--npm", MADE / "npm"], check=True, capture_output=True)
            digests.append({str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest()
                            for f in pathlib.Path(folder).rglob("*") if f.is_file()})
    return [path for path in sorted(digests[0] | digests[1]) if digests[0].get(path) != digests[1].get(path)]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rebuild", action="store_true")
    given = arguments.parse_args()
    if not (MADE / "samples" / "expected.json").is_file():
        print("samples: there is no sample set here; run ops/setup first", file=sys.stderr)
        return 3
    samples = Set(MADE / "samples")
    checks = [lambda c=check: c(samples) for check in CHECKS]
    names = [check.__name__ for check in CHECKS]
    if given.rebuild:
        checks.append(a_second_build_gives_the_same_bytes)
        names.append(a_second_build_gives_the_same_bytes.__name__)
    failed = 0
    for name, check in zip(names, checks):
        findings = check()
        failed += bool(findings)
        print(f"{'FAIL' if findings else 'ok  '} {name.replace('_', ' ')}")
        for finding in findings[:20]:
            print(f"       {finding}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


CHECKS = [
    every_role_is_there_often_enough, every_file_has_one_entry_and_no_other_is_there, every_caption_is_one_of_ours,
    a_wrong_caption_has_its_right_one, every_good_picture_decodes_at_its_size, every_face_lies_in_its_picture,
    every_canary_is_in_its_file, no_canary_stands_in_a_caption, cards_and_ibans_pass_their_checksums,
    near_duplicates_are_near_and_others_are_not,
]

if __name__ == "__main__":
    sys.exit(main())
