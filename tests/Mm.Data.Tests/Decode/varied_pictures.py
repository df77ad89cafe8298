"""Writes varied pictures and what Pillow makes of each: NNN.in (encoded), NNN.rgb (the view), cases.txt (a line each: number width height name).

The view is the usual preprocessing: exif_transpose, alpha over white, RGB, resize BICUBIC. Where Pillow's own conversion to RGB is wrong
(16-bit grey is clipped instead of scaled) the high byte is taken, as Pillow itself does for 16-bit colour.
"""

import io
import struct
import sys
import zlib

import numpy
from PIL import Image, ImageDraw, ImageOps

FOLDER = sys.argv[1]
SIZES = [(1, 1), (3, 9), (17, 16), (64, 48), (97, 131), (224, 224), (333, 250), (500, 375)]
VIEWS = [(224, 224), (64, 64), (31, 47)]
cases = open(FOLDER + '/cases.txt', 'w')
count = 0


def scene(size, seed):
    """Slopes, edges and grain; the same for the same seed."""
    width, height = size
    noise = numpy.random.RandomState(seed)
    y, x = numpy.mgrid[0:height, 0:width]
    planes = [
        120 + 90 * numpy.sin(x / (5.0 + seed % 7) + c) * numpy.cos(y / (9.0 + c)) + 30 * ((x // 13 + y // 11 + c) % 2)
        + noise.normal(0, 9, (height, width)) for c in range(3)]
    im = Image.fromarray(numpy.clip(numpy.stack(planes, 2), 0, 255).astype('uint8'), 'RGB')
    ImageDraw.Draw(im).line([0, height, width, 0], fill=(0, 255, 255), width=max(1, width // 60))
    return im


def alpha(size, seed):
    width, height = size
    y, x = numpy.mgrid[0:height, 0:width]
    return Image.fromarray(((x * 5 + y * 3 + seed) % 256).astype('uint8'), 'L')


def orientation(value):
    exif = Image.Exif()
    exif[0x0112] = value
    return exif


def to_rgb(im):
    im.load()
    if im.format != 'TIFF':  # this Pillow turns a TIFF upright as it loads it; exif_transpose would turn it again
        im = ImageOps.exif_transpose(im)
    if im.mode in ('I;16', 'I;16B', 'I'):
        im = Image.fromarray((numpy.asarray(im).astype('uint32') >> 8).astype('uint8'), 'L')
    if im.mode in ('RGBA', 'LA', 'PA') or 'transparency' in im.info:
        im = im.convert('RGBA')
        im = Image.alpha_composite(Image.new('RGBA', im.size, (255, 255, 255, 255)), im)
    return im.convert('RGB')


def add(name, encoded):
    global count
    width, height = VIEWS[count % len(VIEWS)]
    view = to_rgb(Image.open(io.BytesIO(encoded))).resize((width, height), Image.BICUBIC)
    with open(f'{FOLDER}/{count:03}.in', 'wb') as file:
        file.write(encoded)
    with open(f'{FOLDER}/{count:03}.rgb', 'wb') as file:
        file.write(view.tobytes())
    cases.write(f'{count} {width} {height} {name}\n')
    count += 1


def save(name, im, form, **options):
    out = io.BytesIO()
    im.save(out, form, **options)
    add(f'{name} {im.size[0]}x{im.size[1]}', out.getvalue())


def png(kind, bits, samples):
    """A PNG of a kind that Pillow does not write. `samples`: rows of big-endian bytes."""
    height, width = samples.shape[:2]
    chunk = lambda tag, body: struct.pack('>I', len(body)) + tag + body + struct.pack('>I', zlib.crc32(tag + body))
    rows = b''.join(b'\0' + row.tobytes() for row in samples)
    head = struct.pack('>IIBBBBB', width, height, bits, kind, 0, 0, 0)
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


for n, size in enumerate(SIZES):
    rgb = scene(size, n)
    grey = rgb.convert('L')
    cut = alpha(size, n)
    for subsampling, label in ((0, '4:4:4'), (1, '4:2:2'), (2, '4:2:0')):
        for quality in (35, 75, 95):
            save(f'jpeg {label} q{quality}', rgb, 'JPEG', quality=quality, subsampling=subsampling)
        save(f'jpeg {label} progressive', rgb, 'JPEG', quality=85, subsampling=subsampling, progressive=True)
    save('jpeg optimised', rgb, 'JPEG', quality=90, optimize=True)
    save('jpeg grey', grey, 'JPEG', quality=80)
    save('jpeg grey progressive', grey, 'JPEG', quality=80, progressive=True)
    save('jpeg cmyk', Image.merge('CMYK', [*rgb.split(), cut]), 'JPEG', quality=90)
    save('jpeg cmyk progressive', rgb.convert('CMYK'), 'JPEG', quality=70, progressive=True)
    save('png rgb', rgb, 'PNG')
    save('png rgba', Image.merge('RGBA', [*rgb.split(), cut]), 'PNG')
    save('png grey', grey, 'PNG')
    save('png grey alpha', Image.merge('LA', [grey, cut]), 'PNG')
    save('png palette', rgb.quantize(60), 'PNG')
    save('png palette transparent', rgb.quantize(16), 'PNG', transparency=3)
    save('png one bit', grey.convert('1'), 'PNG')
    save('png grey 16', Image.fromarray((numpy.asarray(grey).astype('uint16') * 251 + 77), 'I;16'), 'PNG')
    wide = (numpy.asarray(rgb).astype('>u2') * 255 + 130).astype('>u2')
    add(f'png rgb 16 {size}', png(2, 16, wide))
    deep = (numpy.asarray(cut).astype('>u2') * 257).astype('>u2')
    add(f'png rgba 16 {size}', png(6, 16, numpy.dstack([wide, deep]).astype('>u2')))
    save('webp lossy', rgb, 'WEBP', quality=80)
    save('webp lossless', rgb, 'WEBP', lossless=True)
    save('webp alpha', Image.merge('RGBA', [*rgb.split(), cut]), 'WEBP', lossless=True, exact=True)
    save('gif', rgb.quantize(200), 'GIF')
    save('gif transparent', rgb.quantize(32), 'GIF', transparency=5)
    save('tiff raw', rgb, 'TIFF')
    save('tiff lzw', rgb, 'TIFF', compression='tiff_lzw')
    save('tiff deflate rgba', Image.merge('RGBA', [*rgb.split(), cut]), 'TIFF', compression='tiff_adobe_deflate')
    save('tiff cmyk', Image.merge('CMYK', [*rgb.split(), cut]), 'TIFF')
    save('tiff palette', rgb.quantize(40), 'TIFF')
    save('tiff grey 16', Image.fromarray((numpy.asarray(grey).astype('uint16') * 250 + 99), 'I;16'), 'TIFF')
    for form, options in (('JPEG', {'quality': 88}), ('PNG', {}), ('WEBP', {'lossless': True}), ('TIFF', {})):
        value = n % 8 + 1
        save(f'{form.lower()} orientation {value}', rgb, form, exif=orientation(value), **options)

for value in range(1, 9):
    for form, options in (('JPEG', {'quality': 92}), ('PNG', {}), ('WEBP', {'lossless': True}), ('TIFF', {})):
        save(f'{form.lower()} orientation {value}', scene((160, 90), value), form, exif=orientation(value), **options)
cases.close()
