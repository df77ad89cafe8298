"""Writes pairs of pictures that agree outside some boxes and not inside: NNNN.a, NNNN.b, and a line of cases.txt for each.

redacted_pairs.py FOLDER COUNT. A line: number, format, then left, top, width, height of each box in pixels of the upright picture.
"""
import io
import pathlib
import random
import struct
import sys

import numpy
from PIL import Image

UPRIGHT_TO_STORED = {
    1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
}
FORMATS = ["jpeg-420", "jpeg-422", "jpeg-444", "jpeg-progressive", "jpeg-grey", "png", "png-alpha", "webp", "tiff", "gif"]


def exif(orientation):
    return b"Exif\0\0II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def noise(pick, width, height):
    rough = numpy.array([[[pick.randrange(256) for _ in range(3)] for _ in range(6)] for _ in range(6)], dtype=numpy.uint8)
    smooth = numpy.asarray(Image.fromarray(rough).resize((width, height), Image.Resampling.BICUBIC), dtype=numpy.int16)
    grain = numpy.random.default_rng(pick.randrange(1 << 30)).integers(-40, 41, (height, width, 3))
    return Image.fromarray(numpy.clip(smooth + grain, 0, 255).astype(numpy.uint8))


def save(picture, format_, orientation):
    out, stored = io.BytesIO(), picture
    if UPRIGHT_TO_STORED[orientation] is not None:
        stored = picture.transpose(UPRIGHT_TO_STORED[orientation])
    if format_.startswith("jpeg"):
        chroma = {"jpeg-422": 1, "jpeg-444": 0}.get(format_, 2)
        stored = stored.convert("L") if format_ == "jpeg-grey" else stored
        stored.save(out, "JPEG", quality=82, subsampling=chroma, progressive=format_ == "jpeg-progressive", exif=exif(orientation))
    elif format_ == "png-alpha":
        solid = stored.copy()
        solid.putalpha(255)
        solid.save(out, "PNG", exif=exif(orientation), compress_level=1)
    elif format_ == "png":
        stored.save(out, "PNG", exif=exif(orientation), compress_level=1)
    elif format_ == "webp":
        stored.save(out, "WEBP", lossless=True, method=0, exif=exif(orientation))
    elif format_ == "tiff":
        stored.save(out, "TIFF", tiffinfo={274: orientation})
    else:
        stored.convert("L").save(out, "GIF")  # grey needs no palette of its own
    return out.getvalue()


def main(folder, count):
    folder, lines = pathlib.Path(folder), []
    for number in range(count):
        pick = random.Random(number)
        format_ = FORMATS[number % len(FORMATS)]
        orientation = 1 if format_ == "gif" else 1 + (number // len(FORMATS)) % 8
        width, height = pick.randrange(70, 240), pick.randrange(70, 240)
        one = noise(pick, width, height)
        two, boxes = one.copy(), []
        for _ in range(pick.randrange(1, 4)):
            w, h = pick.randrange(3, width // 2), pick.randrange(3, height // 2)
            left, top = pick.randrange(0, width - w), pick.randrange(0, height - h)
            two.paste(noise(pick, w, h), (left, top))
            boxes += [left, top, w, h]
        (folder / f"{number:04}.a").write_bytes(save(one, format_, orientation))
        (folder / f"{number:04}.b").write_bytes(save(two, format_, orientation))
        lines.append(" ".join(map(str, [f"{number:04}", f"{format_}/{orientation}", width, height, *boxes])))
    (folder / "cases.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
