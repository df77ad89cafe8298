"""Scanned receipts with the text of every line, as `mmdata text eval` reads them: OUT/*.jpg and OUT/truth.jsonl.

    python3 ops/pages/receipts.py --receipts DIR --out DIR

DIR holds img/*.jpg and box/*.csv (x1,y1,...,x4,y4,text) as the SROIE challenge of ICDAR 2019 ships them.
"""
import argparse
import json
import pathlib
import shutil

from PIL import Image


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--receipts", required=True, type=pathlib.Path)
    arguments.add_argument("--out", required=True, type=pathlib.Path)
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with (options.out / "truth.jsonl").open("w") as truth:
        for path in sorted((options.receipts / "img").glob("*.jpg")):
            lines = []
            for row in (options.receipts / "box" / f"{path.stem}.csv").read_text(errors="replace").splitlines():
                fields = row.split(",", 8)
                if len(fields) == 9:
                    lines.append({"text": fields[8], "quad": [float(x) for x in fields[:8]]})
            with Image.open(path) as image:
                width, height = image.size
            shutil.copy(path, options.out / path.name)
            truth.write(json.dumps({"file": path.name, "width": width, "height": height, "lines": lines, "spans": []}) + "\n")


if __name__ == "__main__":
    main()
