"""One sample for every kind of picture file, each decodable, one of them with a wrong name."""
import io

import numpy
from PIL import Image

import carriers
from sample_set import jpeg, png


def encode(image, format_, **options):
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def add_formats(samples, library):
    def add(name, data, picture, *roles, **facts):
        samples.add(f"formats/{name}", data, ["format", *roles], picture=picture, **facts)

    clock = library.get("clock").fit(600)
    alpha = clock.image.convert("RGBA")
    ramp = numpy.linspace(255, 0, alpha.width).round().astype(numpy.uint8)  # transparent at the right-hand edge
    alpha.putalpha(Image.fromarray(numpy.tile(ramp, (alpha.height, 1))))
    add("alpha.png", png(alpha), clock, "png-alpha")

    bottle = library.get("bottle").fit(600)
    add("palette.png", png(bottle.image.quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)), bottle,
        "png-palette")

    coins = library.get("coins")
    # A reader that clips 16 bits to 8 instead of scaling them sees white.
    deep = numpy.asarray(coins.image, dtype=numpy.uint16) * 256 + 17
    add("sixteen-bit.png", png(Image.fromarray(deep)), coins, "png-16-bit")

    makeup = library.get("woman-makeup").fit(640)
    webp = encode(makeup.image, "WEBP", quality=80, method=4,
                  exif=b"Exif\0\0" + carriers.exif(main=[(0x013B, carriers.ASCII, "Phileas Umberslade")]),
                  xmp=carriers.xmp_packet("Phileas Umberslade", "Nettlewick"))
    add("lossy.webp", webp, makeup, "webp", "person", canaries=["Umberslade", "Nettlewick"])

    bird = library.get("bird-only").fit(400)
    frames = [bird.image.rotate(turn, Image.Resampling.BICUBIC)
              .quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
              for turn in (0, 4, 0, -4)]
    add("animated.gif", encode(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=120, loop=0,
                               comment=b"by Saffron Mellowdew"), bird, "gif-animated", frames=4,
        canaries=["Mellowdew"])

    branch = library.get("branch").fit(480)
    tiff = encode(branch.image, "TIFF", compression="tiff_adobe_deflate",
                  tiffinfo={315: "Crispin Underbough", 270: "The garden of Underbough"})
    add("deflate.tiff", tiff, branch, "tiff", canaries=["Underbough"])

    pattern = library.get("woman-pattern").fit(640)
    add("cmyk.jpg", jpeg(pattern.image.convert("CMYK"), 90), pattern, "jpeg-cmyk", "person")

    grey = library.get("cameraman-close")
    add("grey.jpg", jpeg(grey.image.convert("L")), grey, "jpeg-grey")

    below = library.get("woman-below").fit(640)
    add("progressive.jpg", jpeg(below.image, progressive=True), below, "jpeg-progressive", "person")

    tiny = library.get("helmet").fit(24)
    add("tiny.png", png(tiny.image), tiny, "tiny", outcome="open", reason="image.too-small")

    leather = library.get("woman-leather").fit(560)
    add("png-inside.jpg", png(leather.image), leather, "mislabelled", "person", true_format="png",
        note="a PNG whose name ends in .jpg: decoded, and noted")

    wide = library.get("panorama").fit(1024)
    add("panorama.jpg", jpeg(wide.image), wide, "wide", outcome="open", reason="image.aspect-ratio")
