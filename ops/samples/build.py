#!/usr/bin/python3
"""Puts the sample set together: OUT/quickstart (media and captions), OUT/expected.json (what must become of each) and
OUT/faces.csv (the faces marked by hand, for `mmdata faces eval`).

The same packages give the same bytes. Run by ops/setup; see README.md beside this file.
"""
import argparse
import collections
import os
import pathlib
import shutil
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))

import damaged
import formats
import metadata
import moving
import pages
import photos
import spoken
from pictures import Library
from sample_set import SampleSet


def build(out, photo_packages, npm):
    fresh = out / "quickstart.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    library, samples = Library(photo_packages, npm), SampleSet(fresh)
    for add in (photos.add_photos, photos.add_mismatched, photos.add_duplicates, photos.add_captions,
                photos.add_listed, pages.add_pages, metadata.add_metadata, formats.add_formats,
                damaged.add_damaged, damaged.add_hostile, moving.add_videos, spoken.add_spoken):
        add(samples, library)
    damaged.add_unknown(samples)
    entries = samples.finish(out / "expected.json.new")

    # Whoever looks meanwhile finds the old set or the new one, never half of one.
    shutil.rmtree(out / "quickstart", ignore_errors=True)
    os.replace(fresh, out / "quickstart")
    os.replace(out / "expected.json.new", out / "expected.json")
    write_faces(out / "faces.csv", entries)
    return entries


def write_faces(path, entries):
    """A row a face in pixels of the upright picture; a row without numbers for a picture that shows none."""
    rows = ["file,x,y,width,height"]
    for entry in entries:
        if entry["kind"] == "image" and entry.get("size") and entry["outcome"] != "failed":
            name = f"quickstart/{entry['path']}"
            rows += [f"{name},{','.join(str(side) for side in face)}" for face in entry.get("faces", [])] or [f"{name},,,,"]
    path.write_text("\n".join(rows) + "\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    arguments.add_argument("--photos", type=pathlib.Path, required=True,
                           help="folder with one unpacked Debian package a subfolder")
    arguments.add_argument("--npm", type=pathlib.Path, required=True, help="folder that holds node_modules")
    given = arguments.parse_args()
    entries = build(given.out, given.photos, given.npm)
    kinds = collections.Counter(entry["kind"] for entry in entries)
    size = sum(file.stat().st_size for file in (given.out / "quickstart").rglob("*") if file.is_file())
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    print(f"samples: {sum(kinds.values()) - kinds['unknown']} samples ({counts}), {size / 1e6:.1f} MB in {given.out}")


if __name__ == "__main__":
    main()
