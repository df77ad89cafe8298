"""Plants unique values in every corner of an input: captions, names, metadata, pixels, side-cars, subtitles, damaged files.

planted_input.py INPUT VALUES COUNT. VALUES gets one line a value: place, a tab, and the forms that the value may be found in, parted by
tabs. Values in captions are such as the analyser promises to find; all others are words of their own.
"""
import io
import json
import pathlib
import random
import struct
import subprocess
import sys
import zlib

import numpy
from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "ops" / "samples"))
import carriers  # noqa: E402

FONT = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 22)
WIDTH, HEIGHT = 360, 240
LETTERS = "abcdefghjkmnpqrstuvwxyz"
values, pick = [], random.Random(4)


def plant(place, value, *forms):
    values.append("\t".join([place, value, *forms]))
    return value


def word(place):
    return plant(place, "".join(pick.choice(LETTERS) for _ in range(7)) + str(pick.randrange(10 ** 6, 10 ** 7)) + pick.choice(LETTERS) * 2)


def luhn(digits):
    total = sum(sum(divmod(2 * int(d), 10)) if i % 2 == 0 else int(d) for i, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


def card():
    number = luhn("4" + "".join(str(pick.randrange(10)) for _ in range(14)))
    return plant("caption card", " ".join(number[i:i + 4] for i in range(0, 16, 4)), number)


def iban():
    account = "".join(str(pick.randrange(10)) for _ in range(18))
    number = f"DE{98 - int(account + '131400') % 97:02}{account}"
    return plant("caption iban", " ".join(number[i:i + 4] for i in range(0, 22, 4)), number)


def phone():
    local = f"{pick.randrange(20, 99)}{pick.randrange(10 ** 5, 10 ** 6)}"
    return plant("caption phone", f"+49 30 {local}", f"4930{local}")


def email():
    local = "".join(pick.choice(LETTERS) for _ in range(6)) + str(pick.randrange(10 ** 5, 10 ** 6))
    return plant("caption email", f"{local}@example.org", local)


def caption(number):
    kinds = [f"Write to {email()} about the hill.", f"Call {phone()} for the meadow.", f"The card {card()} paid for the view.",
             f"Transfer to {iban()} for the field.", f"{email()} or {phone()}: a landscape with clouds."]
    return kinds[number % len(kinds)]


def picture(number):
    """A landscape of gradients with a line of text across; returns where the text lies, as fractions."""
    grain = numpy.random.default_rng(number).integers(60, 200, (5, 7, 3), dtype=numpy.uint8)
    image = Image.fromarray(grain).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    if number % 2:
        return image, None
    draw = ImageDraw.Draw(image)
    text = word("pixels") + "@mail.org"
    box = draw.textbbox((20, 100), text, font=FONT)
    draw.rectangle([box[0] - 8, box[1] - 8, box[2] + 8, box[3] + 8], fill=(245, 244, 240))
    draw.text((20, 100), text, font=FONT, fill=(10, 10, 20))
    return image, [box[0] / WIDTH, box[1] / HEIGHT, (box[2] - box[0]) / WIDTH, (box[3] - box[1]) / HEIGHT]


def encode(image, format_, **options):
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def thumbnail(image):
    return carriers.with_segments(encode(image.resize((60, 40)), "JPEG"), [(0xFE, word("thumbnail comment").encode())])


def block(image):
    return carriers.exif(
        main=[(0x010E, carriers.ASCII, word("exif description")), (0x013B, carriers.ASCII, word("exif artist")),
              (0x010F, carriers.ASCII, word("exif make"))],
        photo=[(0x9286, carriers.UNDEFINED, b"ASCII\0\0\0" + word("exif comment").encode()),
               (0x927C, carriers.UNDEFINED, word("maker note").encode())],
        thumbnail=thumbnail(image))


def keywords():
    """A packet of XMP with a dozen keywords."""
    listed = "".join(f"<rdf:li>{word('xmp keyword')}</rdf:li>" for _ in range(12))
    return ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag>%s</rdf:Bag></dc:subject></rdf:Description></rdf:RDF>'
            '</x:xmpmeta>' % listed).encode()


def jpeg(image):
    data = encode(image, "JPEG", quality=92)
    data = carriers.with_segments(data, [carriers.xmp_segment(keywords())])
    data = carriers.with_segments(data, [
        carriers.exif_segment(block(image)), carriers.xmp_segment(carriers.xmp_packet(word("xmp creator"), word("xmp city"))),
        carriers.iptc_segment(byline=word("iptc byline"), caption=word("iptc caption")), (0xFE, word("jpeg comment").encode())])
    return data + word("behind the end").encode()


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(image):
    data = encode(image, "PNG", compress_level=3)
    extra = chunk(b"tEXt", b"Author\0" + word("png text").encode()) + chunk(
        b"zTXt", b"Comment\0\0" + zlib.compress(word("png packed text").encode())) + chunk(
        b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + carriers.xmp_packet(word("png xmp"), word("png xmp city")))
    return data[:33] + extra + data[33:] + word("behind the end").encode()


def sample(folder, number):
    image, box = picture(number)
    stem = f"{word('file name')} {number}"
    path = folder / (word("folder name") if number % 7 == 0 else "plain")
    path.mkdir(exist_ok=True)
    data, extension = (png(image), "png") if number % 4 == 3 else (jpeg(image), "jpg")
    (path / f"{stem}.{extension}").write_bytes(data)
    text = caption(number)
    if number % 3 == 0:
        (path / f"{stem}.json").write_text(json.dumps({
            "text": text, "author": word("json author"), "url": f"https://{word('json url')}.example/{word('json url path')}?q=1"}))
    else:
        (path / f"{stem}.txt").write_text(text)
    (path / f"{stem}.xmp").write_text(" ".join(word("side-car xmp") for _ in range(4)))
    (path / f"{stem}.srt").write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{word('side-car subtitles')} {word('side-car subtitles')}\n")
    return {"stem": stem, "box": box}


def film(folder, number):
    stem, scratch = word("video name"), folder / ".scratch"
    scratch.mkdir(exist_ok=True)
    (scratch / "lines.srt").write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{word('video subtitles')}\n")
    (scratch / "tags.txt").write_text(f";FFMETADATA1\ntitle={word('video title')}\nartist={word('video artist')}\n"
                                      f"[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=900\ntitle={word('video chapter')}\n")
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc=s=160x120:r=5:d=1:n={number % 3}", "-i",
                    scratch / "lines.srt", "-i", scratch / "tags.txt", "-map", "0:v", "-map", "1:s", "-map_metadata", "2",
                    "-map_chapters", "2", "-c:v", "libx264", "-preset", "ultrafast", "-c:s", "mov_text", "-threads", "1",
                    folder / f"{stem}.mp4"], check=True)
    (folder / f"{stem}.txt").write_text(f"A test picture. {email()}")
    for file in scratch.iterdir():
        file.unlink()
    scratch.rmdir()


def damaged(folder):
    """What fails, with values in names and content that an error text could quote."""
    image = picture(1)[0]
    (folder / f"{word('damaged name')}.jpg").write_bytes(jpeg(image)[:4000])
    (folder / f"{word('damaged name')}.png").write_bytes(png(image)[:900])
    broken = bytearray(jpeg(image))
    broken[-3000:-2000] = bytes(1000)
    (folder / f"{word('damaged name')}.jpeg").write_bytes(broken)
    (folder / f"{word('damaged name')}.gif").write_bytes(b"GIF89a" + word("damaged gif").encode())
    (folder / f"{word('damaged name')}.mp4").write_bytes(struct.pack(">I", 24) + b"ftypmp42\0\0\0\0isommp42" + word("damaged mp4").encode())
    (folder / f"{word('damaged name')}.mp4").write_text(f"#EXTM3U\n#EXTINF:1,{word('playlist title')}\n/etc/{word('playlist path')}.ts\n")
    (folder / f"{word('unknown extension')}.{word('unknown extension')}").write_text(word("unknown file"))
    (folder / f"{word('empty name')}.jpg").write_bytes(b"")
    (folder / f"{word('malformed json')}.jpg").write_bytes(encode(image, "JPEG"))
    (folder / "plain-name.jpg").write_bytes(encode(image.rotate(3), "JPEG"))
    (folder / "plain-name.json").write_text('{"text": "' + word("malformed json") + '", ' + word("malformed json"))
    name = word("long caption")
    (folder / f"{name}.jpg").write_bytes(encode(image.rotate(5), "JPEG"))
    (folder / f"{name}.txt").write_text("on and on " * 8000 + word("long caption"))
    (folder / "orphan.txt").write_text(word("orphan caption"))
    (folder / f"{word('orphan name')}.txt").write_text("orphan")


def main(folder, out, count):
    folder = pathlib.Path(folder)
    damaged_folder = folder / "damaged"
    damaged_folder.mkdir(parents=True)
    damaged(damaged_folder)
    for number in range(2):
        film(folder, number)
    samples = []
    while len(values) < count:
        samples.append(sample(folder, len(samples)))
    pathlib.Path(out).write_text("\n".join(values) + "\n")
    pathlib.Path(out + ".boxes").write_text(json.dumps(samples))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
