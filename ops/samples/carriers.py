"""Writes the places in which a picture file carries more than its pixels: EXIF, XMP, IPTC, ICC, comments.

Every text in them is a canary: a word that occurs nowhere else, so that a test may search a release for it.
"""
import struct

ASCII, SHORT, LONG, RATIONAL, UNDEFINED, BYTE = 2, 3, 4, 5, 7, 1
WIDTH = {BYTE: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, UNDEFINED: 1}


def _value(type_, value):
    if type_ == ASCII:
        return value.encode() + b"\0"
    if type_ in (BYTE, UNDEFINED):
        return bytes(value)
    values = value if isinstance(value, list) else [value]
    if type_ == RATIONAL:
        return b"".join(struct.pack("<II", *v) for v in values)
    return b"".join(struct.pack("<H" if type_ == SHORT else "<I", v) for v in values)


def _directory(entries, offset, next_offset=0):
    """One TIFF 6.0 image file directory at `offset`; returns its bytes, longer values behind the entries."""
    entries = sorted(entries)
    body, extra = struct.pack("<H", len(entries)), b""
    extra_at = offset + 2 + 12 * len(entries) + 4
    for tag, type_, value in entries:
        data = _value(type_, value)
        count = len(data) // WIDTH[type_]
        if len(data) <= 4:
            body += struct.pack("<HHI", tag, type_, count) + data.ljust(4, b"\0")
        else:
            body += struct.pack("<HHII", tag, type_, count, extra_at + len(extra))
            extra += data + b"\0" * (len(data) % 2)
    return body + struct.pack("<I", next_offset) + extra


def exif(orientation=1, main=(), photo=(), gps=(), thumbnail=None):
    """A TIFF block: main directory, photo and GPS directories, and a JPEG thumbnail in a second main directory."""
    first = [(0x0112, SHORT, orientation), *main]
    links = [tag for tag, entries in ((0x8769, photo), (0x8825, gps)) if entries]
    at = 8 + len(_directory(first + [(tag, LONG, 0) for tag in links], 8))
    parts = b""
    for tag, entries in ((0x8769, photo), (0x8825, gps)):
        if entries:
            first.append((tag, LONG, at + len(parts)))
            parts += _directory(list(entries), at + len(parts))
    second_at = 0
    if thumbnail:
        second_at = at + len(parts)
        second = [(0x0103, SHORT, 6), (0x0201, LONG, 0), (0x0202, LONG, len(thumbnail))]
        second[1] = (0x0201, LONG, second_at + len(_directory(second, 0)))
        parts += _directory(second, second_at) + thumbnail
    return b"II*\0" + struct.pack("<I", 8) + _directory(first, 8, second_at) + parts


def degrees(value):
    """A coordinate as EXIF writes it: degrees, minutes, hundredths of seconds."""
    value = abs(value)
    minutes = value % 1 * 60
    return [(int(value), 1), (int(minutes), 1), (round(minutes % 1 * 6000), 100)]


def gps_directory(latitude, longitude):
    return [(1, ASCII, "N" if latitude >= 0 else "S"), (2, RATIONAL, degrees(latitude)),
            (3, ASCII, "E" if longitude >= 0 else "W"), (4, RATIONAL, degrees(longitude)), (6, RATIONAL, (34, 1))]


def with_segments(data, segments):
    """Puts (marker, payload) segments right behind a JPEG's first two bytes."""
    head = b"".join(struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload for marker, payload in segments)
    return data[:2] + head + data[2:]


def exif_segment(block):
    return 0xE1, b"Exif\0\0" + block


def xmp_packet(creator, city):
    return (f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
            f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
            f'photoshop:City="{city}"><dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>'
            f'</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>').encode()


def xmp_segment(packet):
    return 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet


def iptc_segment(**records):
    """IPTC-IIM application records inside a Photoshop resource block."""
    numbers = {"byline": 80, "city": 90, "caption": 120}
    block = b"".join(struct.pack(">BBBH", 0x1C, 2, numbers[k], len(v)) + v.encode() for k, v in sorted(records.items()))
    resource = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(block)) + block + b"\0" * (len(block) % 2)
    return 0xED, b"Photoshop 3.0\0" + resource


def icc_profile(description):
    """A small ICC 2.1 matrix profile with the Adobe RGB (1998) primaries (D50-adapted) and gamma 2.2."""
    def xyz(*values):
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in values)

    text = description.encode() + b"\0"
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, 563) + b"\0\0"
    tags = [(b"desc", b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + b"\0" * 78),
            (b"cprt", b"text\0\0\0\0" + text), (b"wtpt", xyz(0.9642, 1.0, 0.8249)),
            (b"rXYZ", xyz(0.60974, 0.31111, 0.01947)), (b"gXYZ", xyz(0.20528, 0.62567, 0.06087)),
            (b"bXYZ", xyz(0.14919, 0.06322, 0.74457)), (b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve)]
    offset, table, body = 128 + 4 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, data in tags:
        data += b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", offset + len(body), len(data))
        body += data
    header = struct.pack(">I4sI4s4s4s6H4s", 0, b"none", 0x02100000, b"mntr", b"RGB ", b"XYZ ",
                         2024, 1, 1, 0, 0, 0, b"acsp").ljust(68, b"\0")
    header = (header + struct.pack(">iii", 63190, 65536, 54061)).ljust(128, b"\0")
    whole = header + table + body
    return struct.pack(">I", len(whole)) + whole[4:]
