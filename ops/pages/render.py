"""Pages with invented personal data drawn as pixels, and where each of it stands: OUT/*.jpg and OUT/truth.jsonl.

    python3 ops/pages/render.py --out DIR [--count 1000] [--seed 1]

Six fonts, 12 to 48 px, turned by 0, 5, 90 or 180 degrees, JPEG quality 40 to 95, dark on light and light on dark. The same arguments
give the same pages. `mmdata text eval DIR` redacts them and says what of the personal data was covered and what can still be read.
"""
import argparse
import json
import math
import pathlib
import random
import sys

from PIL import Image, ImageDraw, ImageFont

FONTS = [f"/usr/share/fonts/truetype/{path}.ttf" for path in (
    "dejavu/DejaVuSans", "dejavu/DejaVuSerif", "dejavu/DejaVuSansMono",
    "liberation/LiberationSans-Regular", "liberation/LiberationSerif-Regular", "lato/Lato-Regular")]
SIZES = [(640, 480), (800, 1000), (1000, 1400), (1240, 1754)]
ANGLES = [0, 5, 90, 180]
WORDS = json.loads((pathlib.Path(__file__).parent / "words.json").read_text())


def luhn(digits):
    total = sum(d if i % 2 else sum(divmod(2 * d, 10)) for i, d in enumerate(reversed(digits)))
    return digits + [-total % 10]


def card(rng):
    digits = "".join(map(str, luhn([4] + [rng.randrange(10) for _ in range(14)])))
    return " ".join(digits[i:i + 4] for i in range(0, 16, 4))


def iban(rng):
    account = "".join(str(rng.randrange(10)) for _ in range(18))
    check = 98 - int(account + "131400") % 97  # D is 13, E is 14
    whole = f"DE{check:02d}{account}"
    return " ".join(whole[i:i + 4] for i in range(0, 22, 4))


def email(rng):
    return f"{rng.choice(WORDS['given'])}.{rng.choice(WORDS['family'])}{rng.randrange(100)}@{rng.choice(WORDS['domains'])}"


def phone(rng):
    last = f"{rng.randrange(200, 1000)} {rng.randrange(10000):04d}"
    return rng.choice([f"+1 415 {last}", f"+49 30 {rng.randrange(10 ** 7, 10 ** 8)}", f"+44 20 7946 0{rng.randrange(1000):03d}"])


PERSONAL = {
    "EMAIL": email, "PHONE": phone, "CARD": card, "IBAN": iban,
    "IP_ADDRESS": lambda rng: ".".join(str(rng.randrange(11, 250)) for _ in range(4)),
    "MAC_ADDRESS": lambda rng: ":".join(f"{rng.randrange(256):02X}" for _ in range(6)),
}


def line_of(rng):
    """The text of a line and its personal stretches (type, start, end)."""
    filler = " ".join(rng.choice(WORDS["words"]) for _ in range(rng.randrange(2, 6)))
    if rng.random() < 0.55:
        return filler, []
    kind = rng.choice(list(PERSONAL))
    value = PERSONAL[kind](rng)
    before = rng.choice(["", filler + " ", rng.choice(WORDS["before"][kind]) + " "])
    after = rng.choice(["", "", " " + rng.choice(WORDS["words"])])
    return before + value + after, [(kind, len(before), len(before) + len(value))]


def draw_page(rng):
    """A picture with its lines and personal spans, boxes as corners in pixels before it is turned."""
    size, path = rng.choice(SIZES), rng.choice(FONTS)
    shade = rng.choice([(255, 255, 255), (250, 245, 230), (225, 235, 245), (30, 34, 46), (200, 215, 200)])
    ink = (240, 240, 235) if sum(shade) < 300 else rng.choice([(0, 0, 0), (35, 35, 60), (90, 20, 20)])
    image = Image.new("RGB", size, shade)
    draw = ImageDraw.Draw(image)
    lines, spans, y = [], [], rng.randrange(10, 30)
    while True:
        font = ImageFont.truetype(path, rng.randint(12, 48))
        text, personal = line_of(rng)
        x = rng.randrange(8, 60)
        while text and x + font.getlength(text) > size[0] - 8:  # too long: smaller print, as a person would choose
            font = ImageFont.truetype(path, font.size - 1) if font.size > 12 else None
            if font is None:
                break
        if font is None:
            continue
        if y + font.size * 1.3 > size[1] - 8:
            break
        draw.text((x, y), text, font=font, fill=ink)
        lines.append({"text": text, "quad": corners(draw.textbbox((x, y), text, font=font))})
        height = font.getbbox("x")
        for kind, start, end in personal:
            left = x + font.getlength(text[:start])
            box = draw.textbbox((left, y), text[start:end], font=font)
            spans.append({"type": kind, "text": text[start:end], "xHeight": height[3] - height[1], "quad": corners(box)})
        y += round(font.size * rng.uniform(1.25, 2.0))
    return image, shade, lines, spans, pathlib.Path(path).stem


def corners(box):
    left, top, right, bottom = box
    return [left, top, right, top, right, bottom, left, bottom]


def turn(image, angle, shade, parts):
    """Turns counter-clockwise, and the corners with it."""
    turned = image.rotate(angle, Image.BICUBIC, expand=True, fillcolor=shade)
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    for part in parts:
        quad = part["quad"]
        for i in range(0, 8, 2):
            dx, dy = quad[i] - image.width / 2, quad[i + 1] - image.height / 2
            quad[i] = round(dx * cos + dy * sin + turned.width / 2, 1)
            quad[i + 1] = round(-dx * sin + dy * cos + turned.height / 2, 1)
    return turned


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--out", required=True, type=pathlib.Path)
    arguments.add_argument("--count", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    missing = [font for font in FONTS if not pathlib.Path(font).exists()]
    if missing:
        sys.exit(f"fonts are missing: {', '.join(missing)}. Run ops/setup --only tests.")
    options.out.mkdir(parents=True, exist_ok=True)
    with (options.out / "truth.jsonl").open("w") as truth:
        for number in range(options.count):
            rng = random.Random(f"{options.seed}/{number}")
            image, shade, lines, spans, font = draw_page(rng)
            angle, quality = ANGLES[number % len(ANGLES)], rng.randint(40, 95)
            image = turn(image, angle, shade, lines + spans)
            name = f"page-{number:04d}.jpg"
            image.save(options.out / name, quality=quality)
            truth.write(json.dumps({
                "file": name, "width": image.width, "height": image.height, "angle": angle, "font": font, "quality": quality,
                "lines": lines, "spans": spans}) + "\n")


if __name__ == "__main__":
    main()
