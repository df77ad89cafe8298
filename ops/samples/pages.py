"""Pages, cards and screens with invented personal data drawn as pixels, and where each line of it stands."""
import json
import pathlib
import re

from PIL import Image, ImageDraw, ImageFont

from sample_set import jpeg, png

FONTS = pathlib.Path("/usr/share/fonts/truetype/dejavu")
FIND = {  # what a line of small print hides between its words
    "email": r"[\w.]+@[\w.]+\w", "iban": r"[A-Z]{2}\d\d(?: [0-9A-Z]{2,4}){3,8}",
    "phone": r"\+\d[\d ]{9,}\d", "card": r"(?<!\S)(?<![A-Z]{2}\d\d )\d{4}(?: \d{4}){3}(?! \w)",
}


def font(size, face="DejaVuSans"):
    return ImageFont.truetype(str(FONTS / f"{face}.ttf"), size)


class Page:
    """Draws lines of text and remembers the pixel box (left, top, width, height) of whatever is personal."""

    def __init__(self, name, size, colour):
        self.name = name
        self.lines = json.loads((pathlib.Path(__file__).parent / "pages.json").read_text())[name]
        self.image = Image.new("RGB", size, colour)
        self.draw = ImageDraw.Draw(self.image)
        self.personal = []

    def line(self, position, type_, text, face, colour="black"):
        self.draw.text(position, text, font=face, fill=colour)
        spans = [(type_, text)] if type_ != "text" else [
            (found, match.group()) for found, pattern in FIND.items() for match in re.finditer(pattern, text)]
        for found, part in spans:
            x = position[0] + face.getlength(text[:text.index(part)])
            left, top, right, bottom = self.draw.textbbox((x, position[1]), part, font=face)
            self.personal.append({"type": found, "text": part,
                                  "box": [round(left), round(top), round(right - left), round(bottom - top)]})

    def column(self, left, top, step, face, colour="black"):
        for type_, text in self.lines:
            self.line((left, top), type_, text, face, colour)
            top += step

    def add_to(self, samples, extension="png", **facts):
        data = png(self.image) if extension == "png" else jpeg(self.image, 90)
        roles = ["page", "page-pii"] if self.personal else ["page"]
        samples.add(f"pages/{self.name}.{extension}", data, roles, size=list(self.image.size),
                    page_pii=self.personal, **facts)


def add_pages(samples, library):
    page = Page("letter", (800, 700), "white")
    page.column(70, 60, 46, font(24, "DejaVuSerif"))
    page.add_to(samples)

    page = Page("invoice", (720, 640), (250, 250, 245))
    page.draw.rectangle((40, 185, 680, 375), outline="black", width=2)
    page.column(60, 40, 50, font(26, "DejaVuSansMono"))
    page.add_to(samples)

    page = Page("id-card", (640, 400), (205, 225, 240))
    face = library.get("woman-striped").fit(400).crop((10, 10, 160, 200))
    page.image.paste(face.image, (30, 100))
    page.draw.rectangle((0, 0, 640, 70), fill=(30, 80, 140))
    for (type_, text), top in zip(page.lines, (16, 110, 170, 230, 290)):
        page.line((30 if top == 16 else 210, top), type_, text, font(36 if top == 16 else 26),
                  "white" if top == 16 else "black")
    boxes = [[round(x + 30), round(y + 100), round(w), round(h)] for x, y, w, h in face.faces]
    page.add_to(samples, faces=boxes)

    page = Page("payment-card", (760, 520), (120, 120, 120))
    page.draw.rounded_rectangle((60, 60, 700, 460), 30, fill=(25, 60, 130))
    page.draw.rounded_rectangle((110, 160, 190, 220), 8, fill=(212, 175, 55))
    for (type_, text), (position, size) in zip(
            page.lines, (((110, 90), 30), ((110, 250), 42), ((110, 320), 24), ((110, 375), 32))):
        page.line(position, type_, text, font(size, "DejaVuSansMono"), "white")
    page.add_to(samples, "jpg")

    page = Page("small-print", (900, 300), "white")
    page.column(40, 40, 40, font(15))
    page.add_to(samples)

    page = Page("address-label", (700, 460), (238, 232, 215))
    page.column(120, 90, 70, font(38))
    # Turned by five degrees: a detector of upright lines only would miss it. The boxes are those of the upright label.
    page.image = page.image.rotate(5, Image.Resampling.BICUBIC, fillcolor=(170, 130, 90))
    page.add_to(samples, "jpg", note="turned by 5 degrees about its centre after the boxes were taken")

    page = Page("chat", (480, 620), (235, 235, 235))
    for at, (type_, text) in enumerate(page.lines):
        left, top = 30 + (at % 2) * 60, 40 + at * 110
        page.draw.rounded_rectangle((left, top, left + 360, top + 70), 18,
                                    fill=(255, 255, 255) if at % 2 == 0 else (200, 240, 200))
        page.line((left + 18, top + 22), type_, text, font(19))
    page.add_to(samples)

    page = Page("plain-sign", (500, 500), (250, 210, 40))
    page.column(60, 50, 140, font(110, "DejaVuSans-Bold"))
    page.add_to(samples)
