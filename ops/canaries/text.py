"""Draws models/canaries/text.png: a line of text with personal data that belongs to nobody, across the middle of a picture.

python3 ops/canaries/text.py models/canaries/text.png
"""
import sys

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 640, 240
LINE = "jane.roe@example.org"


def main(path):
    picture = Image.new("RGB", (WIDTH, HEIGHT), (236, 232, 222))
    draw = ImageDraw.Draw(picture)
    for y in range(HEIGHT):
        draw.line([0, y, WIDTH, y], fill=(236 - y // 12, 232 - y // 10, 222 - y // 14))
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 36)
    draw.text((WIDTH / 2, HEIGHT / 2), LINE, fill=(24, 26, 34), font=font, anchor="mm")
    picture.save(path, "PNG", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
