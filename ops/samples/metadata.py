"""Pictures that carry more than their pixels, and pictures that EXIF tells a viewer to turn."""
import numpy
from PIL import Image, PngImagePlugin

import carriers
from carriers import ASCII, RATIONAL, UNDEFINED
from sample_set import jpeg, png

# What EXIF 2.32 calls orientation n, undone: how the stored pixels follow from the upright picture.
STORED_AS = {
    1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
ORIENTED = {1: "woman-arms", 2: "woman-purple", 3: "woman-shirt", 4: "woman-rail", 5: "woman-green-top",
            6: "woman-black-top", 7: "woman-green-dress", 8: "woman-orange"}
DATES = [(0x9000, UNDEFINED, b"0232"), (0x9003, ASCII, "2024:03:09 10:11:12"), (0x9004, ASCII, "2024:03:09 10:11:12")]


def add_metadata(samples, library):
    add_exif(samples, library)
    add_packets(samples, library)
    add_wide_gamut(samples, library)
    add_text_chunks(samples, library)
    add_orientations(samples, library)


def add_exif(samples, library):
    picture = library.get("woman-curls").fit(720)
    block = carriers.exif(
        main=[(0x010F, ASCII, "Kameraworks"), (0x0110, ASCII, "KW-1"), (0x013B, ASCII, "Ottoline Quizzlethorpe"),
              (0x010E, ASCII, "Birthday of Brambleknott"), (0x8298, ASCII, "Copyright Ottoline Quizzlethorpe")],
        photo=DATES + [(0xA430, ASCII, "Ottoline Quizzlethorpe"), (0xA431, ASCII, "SN-QX77310042")],
        gps=carriers.gps_directory(-33.856784, 151.215297),
        thumbnail=jpeg(picture.fit(160).image, 70))
    samples.add("metadata/gps-thumbnail.jpg", carriers.with_segments(jpeg(picture.image), [
        carriers.exif_segment(block), (0xFE, b"comment by Zebulonia Crake")]),
        ["metadata", "exif", "gps", "thumbnail", "comment", "person"], picture=picture,
        canaries=["Quizzlethorpe", "Brambleknott", "SN-QX77310042", "Zebulonia Crake", "Kameraworks"])

    picture = library.get("woman-striped").fit(720)
    block = carriers.exif(main=[(0x010F, ASCII, "Lensmonger"), (0x0110, ASCII, "LM-9")], photo=DATES + [
        (0x927C, UNDEFINED, b"LENSMONGER\0\1owner=Hepzibah Dunnocksworth;serial=LM-55120093;" + bytes(range(256))),
        (0x9286, UNDEFINED, b"ASCII\0\0\0taken at the house of Dunnocksworth"), (0x829A, RATIONAL, (1, 125))])
    samples.add("metadata/maker-note.jpg", carriers.with_segments(jpeg(picture.image), [
        carriers.exif_segment(block)]), ["metadata", "exif", "maker-note", "person"], picture=picture,
        canaries=["Dunnocksworth", "LM-55120093", "Lensmonger"])


def add_packets(samples, library):
    picture = library.get("woman-sofa").fit(720)
    xmp = carriers.xmp_packet("Cornelius Wraxby", "Thistlemouth")
    data = carriers.with_segments(jpeg(picture.image), [
        carriers.xmp_segment(xmp),
        carriers.iptc_segment(byline="Araminta Vosskuhl", city="Thistlemouth", caption="At the Vosskuhl wedding")])
    samples.add("metadata/xmp-iptc.jpg", data, ["metadata", "xmp", "iptc", "person"], picture=picture,
                canaries=["Wraxby", "Thistlemouth", "Vosskuhl"])


def add_wide_gamut(samples, library):
    """Pixels in Adobe RGB with its profile: without colour management the picture comes out dull."""
    picture = library.get("brushes").fit(720)
    srgb = numpy.asarray(picture.image, dtype=numpy.float64) / 255
    linear = numpy.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    to_xyz = numpy.array([[0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169],
                          [0.0139322, 0.0971045, 0.7141733]])  # sRGB to XYZ, D50-adapted (Lindbloom)
    adobe = numpy.array([[0.60974, 0.20528, 0.14919], [0.31111, 0.62567, 0.06322], [0.01947, 0.06087, 0.74457]])
    stored = linear @ to_xyz.T @ numpy.linalg.inv(adobe).T
    stored = numpy.rint(numpy.clip(stored, 0, 1) ** (256 / 563) * 255).astype(numpy.uint8)
    data = jpeg(Image.fromarray(stored), 92, icc_profile=carriers.icc_profile("Profile of Isadora Penhallick"))
    samples.add("metadata/wide-gamut.jpg", data, ["metadata", "icc"], picture=picture, canaries=["Penhallick"],
                srgb_mean=[round(v, 1) for v in numpy.asarray(picture.image).mean((0, 1)).tolist()],
                stored_mean=[round(v, 1) for v in stored.mean((0, 1)).tolist()],
                note="srgb_mean is what a colour-managed decoder sees, stored_mean what one sees that ignores profiles")


def add_text_chunks(samples, library):
    picture = library.get("dog-upper").fit(480)
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("Author", "Ludmilla Bierkapp")
    chunks.add_itxt("XML:com.adobe.xmp", carriers.xmp_packet("Ludmilla Bierkapp", "Gallowsend").decode())
    block = carriers.exif(main=[(0x013B, ASCII, "Ludmilla Bierkapp")], gps=carriers.gps_directory(52.520008, 13.404954))
    samples.add("metadata/text-chunks.png", png(picture.image, pnginfo=chunks, exif=b"Exif\0\0" + block),
                ["metadata", "exif", "gps", "xmp"], picture=picture, canaries=["Bierkapp", "Gallowsend"])


def add_orientations(samples, library):
    for orientation, stored_as in STORED_AS.items():
        picture = library.get(ORIENTED[orientation]).fit(640)
        stored = picture.image if stored_as is None else picture.image.transpose(stored_as)
        block = carriers.exif(orientation, main=[(0x0110, ASCII, f"Turnhandle {orientation}")])
        samples.add(f"metadata/orientation-{orientation}.jpg",
                    carriers.with_segments(jpeg(stored), [carriers.exif_segment(block)]),
                    ["metadata", "exif", "orientation", "person"], picture=picture, orientation=orientation,
                    canaries=["Turnhandle"], stored_size=list(stored.size))
