"""Writes pictures with copies of themselves hidden wherever a format has room, beside the same picture without.

hidden_copies.py FOLDER writes, for each case, NAME.plain and NAME.hidden and a line "NAME WORD" of cases.txt. WORD stands in the hidden
bytes, so that it may be searched for. The two must render to the same bytes.
"""
import io
import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

import numpy
from PIL import Image

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "ops" / "samples"))
import carriers  # noqa: E402

WIDTH, HEIGHT = 96, 64
cases = []


def picture(seed=1):
    grain = numpy.random.default_rng(seed).integers(0, 256, (8, 12, 3), dtype=numpy.uint8)
    return Image.fromarray(grain).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)


def encode(image, format_, **options):
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def secret(word):
    """What is hidden: a small JPEG of another picture, with the word in a comment."""
    return carriers.with_segments(encode(picture(99).resize((48, 32)), "JPEG", quality=70), [(0xFE, word.encode())])


def case(name, plain, hide):
    word = "HIDDEN-" + name.upper()
    (folder / f"{name}.plain").write_bytes(plain)
    (folder / f"{name}.hidden").write_bytes(hide(word))
    cases.append(f"{name} {word}")


# --- JPEG -----------------------------------------------------------------------------------------------------------------------------

def jfxx(word):
    return 0xE0, b"JFXX\0\x10" + secret(word)


def sub_directory(word):
    """Exif whose main directory names a second one with a preview in it (tag 0x014A), as raw converters write."""
    inner_at = 8 + 2 + 12 * 2 + 4
    data_at = inner_at + 2 + 12 * 2 + 4
    hidden = secret(word)
    main = struct.pack("<H", 2) + struct.pack("<HHII", 0x0112, 3, 1, 1) + struct.pack("<HHII", 0x014A, 4, 1, inner_at) + b"\0" * 4
    inner = struct.pack("<H", 2) + struct.pack("<HHII", 0x0201, 4, 1, data_at) + struct.pack("<HHII", 0x0202, 4, 1, len(hidden)) + b"\0" * 4
    return b"II*\0" + struct.pack("<I", 8) + main + inner + hidden


def multi_picture(jpeg, word):
    """CIPA DC-007: an index in APP2 and the second picture behind the first one's end."""
    hidden = secret(word)

    def index(offset):
        entries = struct.pack("<IIIHH", 0x20030000, len(jpeg), 0, 0, 0) + struct.pack("<IIIHH", 0, len(hidden), offset, 0, 0)
        directory = struct.pack("<H", 3) + struct.pack("<HHI4s", 0xB000, 7, 4, b"0100") + struct.pack("<HHII", 0xB001, 4, 1, 2) \
            + struct.pack("<HHII", 0xB002, 7, len(entries), 8 + 2 + 36 + 4) + b"\0" * 4
        return b"MPF\0II*\0" + struct.pack("<I", 8) + directory + entries

    head = len(index(0)) + 4
    return carriers.with_segments(jpeg, [(0xE2, index(len(jpeg) + head - 10))]) + hidden


def motion_photo(jpeg, word):
    """A film behind the end, as phones write, announced in XMP."""
    film = struct.pack(">I", 24) + b"ftypmp42\0\0\0\0isommp42" + struct.pack(">I", 8 + len(secret(word))) + b"mdat" + secret(word)
    note = ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
            'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MotionPhoto="1" GCamera:MicroVideoOffset="%d"/>'
            '</rdf:RDF></x:xmpmeta>' % len(film)).encode()
    return carriers.with_segments(jpeg, [carriers.xmp_segment(note)]) + film


def photoshop_preview(word):
    hidden = struct.pack(">IIIIIIHH", 1, 48, 32, 144, 4608, len(secret(word)), 24, 1) + secret(word)
    return 0xED, b"Photoshop 3.0\0" + b"8BIM" + struct.pack(">HHI", 0x040C, 0, len(hidden)) + hidden


def extended_xmp(word):
    return 0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + struct.pack(">II", len(secret(word)), 0) + secret(word)


def add_jpeg():
    jpeg = encode(picture(), "JPEG", quality=90)

    def segment(make):
        return lambda word: carriers.with_segments(jpeg, [make(word)])

    case("jpeg-exif-thumbnail", jpeg, segment(lambda word: carriers.exif_segment(carriers.exif(thumbnail=secret(word)))))
    case("jpeg-jfxx-thumbnail", jpeg, segment(jfxx))
    case("jpeg-sub-directory", jpeg, segment(lambda word: carriers.exif_segment(sub_directory(word))))
    case("jpeg-maker-note", jpeg, segment(lambda word: carriers.exif_segment(
        carriers.exif(photo=[(0x927C, carriers.UNDEFINED, secret(word))]))))
    case("jpeg-multi-picture", jpeg, lambda word: multi_picture(jpeg, word))
    case("jpeg-motion-photo", jpeg, lambda word: motion_photo(jpeg, word))
    case("jpeg-photoshop-preview", jpeg, segment(photoshop_preview))
    case("jpeg-extended-xmp", jpeg, segment(extended_xmp))
    case("jpeg-flashpix", jpeg, segment(lambda word: (0xE2, b"FPXR\0\0\x02" + secret(word))))
    case("jpeg-comment", jpeg, segment(lambda word: (0xFE, word.encode())))
    case("jpeg-behind-the-end", jpeg, lambda word: jpeg + secret(word))
    case("jpeg-second-picture", jpeg, lambda word: jpeg + b"\0" * 7 + secret(word) + secret(word))


# --- PNG ------------------------------------------------------------------------------------------------------------------------------

def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def behind_header(png, *chunks):
    return png[:33] + b"".join(chunks) + png[33:]


def animated(png, word):
    """APNG: the default image is the first frame, the second is hidden from whoever shows one."""
    rows = b"".join(b"\0" + row.tobytes() for row in numpy.asarray(picture(99)))
    control = struct.pack(">IIIIIHHBB", 0, WIDTH, HEIGHT, 0, 0, 1, 10, 0, 0)
    second = struct.pack(">IIIIIHHBB", 1, WIDTH, HEIGHT, 0, 0, 1, 10, 0, 0)
    frame = chunk(b"fcTL", second) + chunk(b"fdAT", struct.pack(">I", 2) + zlib.compress(rows)) + chunk(b"tEXt", b"Comment\0" + word.encode())
    return behind_header(png, chunk(b"acTL", struct.pack(">II", 2, 0)), chunk(b"fcTL", control))[:-12] + frame + chunk(b"IEND", b"")


def add_png():
    png = encode(picture(), "PNG")
    case("png-behind-the-end", png, lambda word: png + secret(word))
    case("png-exif-thumbnail", png, lambda word: behind_header(png, chunk(b"eXIf", carriers.exif(thumbnail=secret(word)))))
    case("png-text", png, lambda word: behind_header(png, chunk(b"tEXt", b"Author\0" + word.encode()), chunk(
        b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(secret(word).hex().encode()))))
    case("png-xmp", png, lambda word: behind_header(png, chunk(
        b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + carriers.xmp_packet(word, word))))
    case("png-private-chunk", png, lambda word: behind_header(png, chunk(b"prVw", secret(word))))
    case("png-animation", png, lambda word: animated(png, word))
    clear = numpy.dstack([numpy.asarray(picture()), numpy.full((HEIGHT, WIDTH), 255, dtype=numpy.uint8)])
    clear[8:40, 16:64, 3] = 0
    under = clear.copy()
    under[8:40, 16:64, :3] = numpy.asarray(picture(99))[8:40, 16:64]
    case("png-alpha-plane", encode(Image.fromarray(clear), "PNG"), lambda word: behind_header(
        encode(Image.fromarray(under), "PNG"), chunk(b"tEXt", b"Comment\0" + word.encode())))
    case("webp-alpha-plane", encode(Image.fromarray(clear), "WEBP", lossless=True, exact=True), lambda word: encode(
        Image.fromarray(under), "WEBP", lossless=True, exact=True, xmp=carriers.xmp_packet(word, word)))


# --- GIF, WebP, TIFF ------------------------------------------------------------------------------------------------------------------

def gif_blocks(label, data):
    return b"\x21" + label + b"".join(bytes([len(data[i:i + 255])]) + data[i:i + 255] for i in range(0, len(data), 255)) + b"\0"


def add_gif():
    still, other = picture().convert("L"), picture(99).convert("L")
    gif = encode(still, "GIF")
    case("gif-frames", gif, lambda word: encode(still, "GIF", save_all=True, append_images=[other, other], duration=50, comment=word.encode()))
    case("gif-comment", gif, lambda word: gif[:-1] + gif_blocks(b"\xfe", secret(word)) + b";")
    case("gif-application", gif, lambda word: gif[:-1] + gif_blocks(b"\xff\x0bPREVIEWS1.0", secret(word)) + b";")
    case("gif-behind-the-end", gif, lambda word: gif + secret(word))


def riff(body):
    return b"RIFF" + struct.pack("<I", len(body)) + body


def add_webp():
    webp = encode(picture(), "WEBP", lossless=True)
    case("webp-exif-thumbnail", webp, lambda word: encode(
        picture(), "WEBP", lossless=True, exif=b"Exif\0\0" + carriers.exif(thumbnail=secret(word))))
    case("webp-xmp", webp, lambda word: encode(picture(), "WEBP", lossless=True, xmp=carriers.xmp_packet(word, word)))
    case("webp-animation", webp, lambda word: encode(
        picture(), "WEBP", lossless=True, save_all=True, append_images=[picture(99)], duration=50, xmp=carriers.xmp_packet(word, word)))
    case("webp-unknown-chunk", webp, lambda word: riff(
        webp[8:] + b"prvw" + struct.pack("<I", len(secret(word))) + secret(word) + b"\0" * (len(secret(word)) % 2)))
    case("webp-behind-the-end", webp, lambda word: webp + secret(word))


def add_tiff():
    tiff = encode(picture(), "TIFF")
    case("tiff-pages", tiff, lambda word: encode(
        picture(), "TIFF", save_all=True, append_images=[picture(99)], tiffinfo={270: word}))
    case("tiff-tags", tiff, lambda word: encode(picture(), "TIFF", tiffinfo={270: word, 315: word, 33432: word, 700: secret(word)}))
    case("tiff-behind-the-end", tiff, lambda word: tiff + secret(word))


# --- AVIF (Pillow writes none: ffmpeg and exiftool do) -----------------------------------------------------------------------------------

def avif(*seeds):
    with tempfile.TemporaryDirectory() as place:
        for number, seed in enumerate(seeds):
            picture(seed).save(f"{place}/{number}.png")
        subprocess.run(["ffmpeg", "-v", "error", "-i", f"{place}/%d.png", "-c:v", "libaom-av1", "-crf", "20", "-threads", "1",
                        *(["-still-picture", "1"] if len(seeds) == 1 else []), "-f", "avif", f"{place}/out.avif"], check=True)
        return pathlib.Path(f"{place}/out.avif").read_bytes()


def tagged(data, *tags):
    with tempfile.TemporaryDirectory() as place:
        path = pathlib.Path(place) / "tagged.avif"
        path.write_bytes(data)
        subprocess.run(["exiftool", "-q", "-overwrite_original", *tags, str(path)], check=True)
        return path.read_bytes()


def box(name, body):
    return struct.pack(">I", 8 + len(body)) + name + body


def add_avif():
    still = avif(1)
    case("avif-tags", still, lambda word: tagged(still, f"-EXIF:Artist={word}", f"-XMP-dc:Creator={word}"))
    case("avif-private-box", still, lambda word: still + box(b"uuid", b"0123456789abcdef" + secret(word)))
    case("avif-free-box", still, lambda word: still + box(b"free", secret(word)))


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    for add in (add_jpeg, add_png, add_gif, add_webp, add_tiff, add_avif):
        add()
    (folder / "cases.txt").write_text("\n".join(cases) + "\n")
