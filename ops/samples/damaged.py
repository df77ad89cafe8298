"""Files that are broken, that lie about what they are, or that try to read or to fill the machine."""
import io
import pathlib
import struct
import tempfile
import zlib

from PIL import Image, ImageDraw

from media import ffmpeg
from sample_set import jpeg, png

CANARY = "canary-8d41f7c2-keep-out-of-every-release"


def add_damaged(samples, library):
    def add(name, data, role, reason, **facts):
        samples.add(f"damaged/{name}", data, ["damaged", role], outcome="failed", reason=reason, **facts)

    pair = library.get("group-6").fit(700).crop((240, 60, 560, 420))
    add("cut-off.jpg", cut(jpeg(pair.image), 0.55), "truncated", "decode.truncated")
    add("stopped.png", cut(png(library.get("coffee").fit(500).image), 0.6), "truncated", "decode.truncated")
    add("no-bytes.jpg", b"", "empty-file", "decode.empty")
    add("words.jpg", b"This is a text, whatever its name may say.\n" * 20, "mislabelled", "decode.unsupported")
    add("page.png", b"<!DOCTYPE html>\n<html><head><title>404</title></head><body><p>Nothing here.</p></body></html>\n",
        "mislabelled", "decode.unsupported")


def add_hostile(samples, library):
    def add(name, data, role, reason, kind="image", **facts):
        samples.add(f"hostile/{name}", data, ["hostile", role], kind=kind, outcome="failed", reason=reason, **facts)

    add("bomb.png", bomb(20_000), "bomb", "decode.too-large", claims=[20_000, 20_000])
    small = bytearray(jpeg(Image.new("RGB", (32, 32), (200, 30, 30))))
    frame = small.index(b"\xff\xc0")  # start of frame: marker, length, precision, height, width
    small[frame + 5:frame + 9] = struct.pack(">HH", 65_500, 65_500)
    add("claims-65500.jpg", bytes(small), "bomb", "decode.too-large", claims=[65_500, 65_500])
    drawing = ('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" '
               'xmlns:xlink="http://www.w3.org/1999/xlink" width="400" height="300">'
               '<image xlink:href="canary.nfo" width="400" height="300"/><text x="20" y="40">drawing</text></svg>\n')
    add("drawing.png", drawing.encode(), "mislabelled", "decode.unsupported", canaries=[CANARY])

    # Plain ffmpeg follows both lists below into the files beside them. Its tty demuxer turns an .nfo file into pictures
    # of its text; for HLS it wants an extension such as .m4s, so there the text is a video already.
    playlist = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\ncanary.m4s\n#EXT-X-ENDLIST\n"
    add("playlist-hls.mp4", playlist.encode(), "playlist", "decode.playlist decode.unsupported", "video",
        canaries=[CANARY])
    add("playlist-concat.mp4", b"ffconcat version 1.0\nfile canary.nfo\nduration 4\n", "playlist",
        "decode.playlist decode.unsupported", "video", canaries=[CANARY])
    samples.add_unknown("hostile/canary.nfo", f"{CANARY}\n".encode() * 24,
                        "what playlist-concat.mp4 points to: its text must never reach a release")
    samples.add_unknown("hostile/canary.m4s", canary_video(), "what playlist-hls.mp4 points to, 2 s of video")


def add_unknown(samples):
    samples.add_unknown("notes.xyz", b"These notes belong to no picture.\n", "an unknown kind of file")
    samples.add_unknown("photos/thumbs.db", bytes(range(256)) * 4, "left behind by a file manager")
    samples.add_unknown("people/index.csv~", b"old,list\n", "an editor's backup")


def canary_video():
    image = Image.new("RGB", (320, 180), (255, 0, 255))
    ImageDraw.Draw(image).text((10, 80), CANARY, fill="black")
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "canary.ts"
        ffmpeg("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "320x180", "-r", 10, "-i", "-", "-c:v", "libx264",
               "-preset", "veryfast", "-threads", 1, "-pix_fmt", "yuv420p", "-metadata", f"service_name={CANARY}",
               "-f", "mpegts", out, feed=image.tobytes() * 20)
        return out.read_bytes()


def cut(data, share):
    return data[:int(len(data) * share)]


def bomb(side):
    """A grey PNG of side x side zeros: some 400 KB that unfold to side * side bytes, written a row at a time."""
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    deflate, row, packed = zlib.compressobj(9), bytes(side + 1), io.BytesIO()
    for _ in range(side):
        packed.write(deflate.compress(row))
    packed.write(deflate.flush())
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed.getvalue()) + chunk(b"IEND", b""))
