"""Cuts the canary face out of a demonstration photograph of @vladmandic/face-api (MIT), so that a face lies in its middle.

python3 ops/canaries/face.py NODE_MODULES OUT.jpg
"""
import pathlib
import sys

from PIL import Image

PHOTOGRAPH = "@vladmandic/face-api/demo/sample1.jpg"
FACE = (1480, 200, 1660, 430)  # left, top, right, bottom in pixels, as marked in ops/samples/geometry.json
SIDE = 480


def main(modules, out):
    left, top, right, bottom = FACE
    x, y, half = (left + right) // 2, (top + bottom) // 2, min(bottom - top, 1920 - right)
    square = (x - half, y - half, x + half, y + half)
    picture = Image.open(pathlib.Path(modules) / PHOTOGRAPH).convert("RGB").crop(square)
    picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "JPEG", quality=90)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
