"""Videos made of the photographs: faces that slide over a field, clouds, dogs; and one that was cut off."""
import pathlib
import tempfile

from PIL import Image, ImageDraw, ImageFilter

from damaged import cut
from media import encode_aac, ffmpeg, speak
from pictures import Picture

WIDTH, HEIGHT, RATE, SECONDS = 640, 360, 25, 5
# Photograph, face in it, height of the face in the video, where its centre is at the start and at the end.
MOVERS = [("group-6", 3, 110, (60, 120), (560, 160)), ("group-3", 2, 90, (580, 250), (120, 110)),
          ("group-4", 3, 80, (320, 290), (330, 70))]


def add_videos(samples, library):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        whole = add_faces(samples, library, folder)
        samples.add("damaged/unfinished.mp4", cut(whole, 0.5), ["damaged", "truncated", "video"], kind="video",
                    outcome="failed", reason="decode.truncated",
                    note="written with its index at the end, so that the half has none")
        add_silent(samples, library, folder)
        add_motion_jpeg(samples, library, folder)


def add_faces(samples, library, folder):
    frames, seen = face_frames(library)
    heard = speak("faces.mp4", folder / "voice.wav")
    encode_aac(folder / "voice.wav", folder / "voice.m4a")
    (folder / "tags.txt").write_text(
        ";FFMETADATA1\ntitle=Holiday of Rosalind Thackerby\nartist=Philomena Gildersleeve\n"
        "comment=Filmed by Gildersleeve\nlocation=+51.5007-000.1246/\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2500\ntitle=Thackerby arrives\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=2500\nEND=5000\ntitle=Thackerby leaves\n")
    (folder / "lines.srt").write_text("1\n00:00:00,500 --> 00:00:02,500\nRosalind Thackerby, 12 Quillfeather Lane\n\n"
                                      "2\n00:00:03,000 --> 00:00:04,500\nGoodbye, Rosalind!\n")
    out = folder / "faces.mp4"
    ffmpeg("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", RATE, "-i", "-",
           "-i", folder / "voice.m4a", "-i", folder / "lines.srt", "-i", folder / "tags.txt",
           "-map", "0:v", "-map", "1:a", "-map", "2:s", "-map_metadata", 3, "-map_chapters", 3,
           "-c:v", "libx264", "-preset", "veryfast", "-crf", 21, "-pix_fmt", "yuv420p", "-c:a", "copy",
           "-c:s", "mov_text", "-metadata:s:s:0", "language=eng", "-threads", 1, out, feed=frames)
    samples.add("video/faces.mp4", out.read_bytes(),
                ["video", "person", "faces", "gps", "chapters", "subtitles", "speech"], kind="video",
                size=[WIDTH, HEIGHT], duration_s=SECONDS, faces_at=seen, speech=heard,
                canaries=["Thackerby", "Gildersleeve", "Quillfeather"])
    return out.read_bytes()


def face_frames(library):
    field = library.get("meadow").image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    heads = [(head(library.get(name), index, height), start, end) for name, index, height, start, end in MOVERS]
    count, frames, seen = RATE * SECONDS, [], []
    for at in range(count):
        share, frame, boxes = at / (count - 1), field.copy(), []
        for (picture, mask), start, end in heads:
            x, y, w, h = picture.faces[0]
            left = round(start[0] + (end[0] - start[0]) * share - x - w / 2)
            top = round(start[1] + (end[1] - start[1]) * share - y - h / 2)
            frame.paste(picture.image, (left, top), mask)
            boxes.append([left + round(x), top + round(y), round(w), round(h)])
        frames.append(frame.tobytes())
        if at % RATE == 0:
            seen.append({"at_s": at / RATE, "faces": boxes})
    return b"".join(frames), seen


def head(picture, index, height):
    """One face with half a face of hair and neck around it, cut out as a soft oval."""
    x, y, w, h = picture.faces[index]
    box = tuple(round(v) for v in (x - w * 0.5, max(0, y - h * 0.45), x + w * 1.5, y + h * 1.5))
    part = Picture(picture.image, (picture.faces[index],), picture.source).crop(box)
    part = part.fit(max(part.image.size) * height / h)
    mask = Image.new("L", part.image.size, 0)
    ImageDraw.Draw(mask).ellipse((4, 4, mask.width - 5, mask.height - 5), fill=255)
    return part, mask.filter(ImageFilter.GaussianBlur(3))


def pan(picture, start, end, size, count):
    """Frames of a window that moves and grows from one box of the picture to another."""
    frames = []
    for at in range(count):
        box = tuple(a + (b - a) * at / (count - 1) for a, b in zip(start, end))
        frames.append(picture.image.resize(size, Image.Resampling.BILINEAR, box=box).tobytes())
    return b"".join(frames)


def add_silent(samples, library, folder):
    picture, out = library.get("mountain").fit(900), folder / "silent.webm"
    frames = pan(picture, (0, 0, 480, 270), (400, 60, 880, 330), (320, 180), 48)
    ffmpeg("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "320x180", "-r", 16, "-i", "-", "-c:v", "libvpx-vp9",
           "-deadline", "realtime", "-cpu-used", 8, "-b:v", "300k", "-pix_fmt", "yuv420p", "-threads", 1,
           "-fflags", "+bitexact", "-flags", "+bitexact", "-metadata", "title=Walk of Jocasta Pemberlane", out,
           feed=frames)
    samples.add("video/silent.webm", out.read_bytes(), ["video", "no-audio"], kind="video", size=[320, 180],
                duration_s=3, canaries=["Pemberlane"])


def add_motion_jpeg(samples, library, folder):
    picture, out = library.get("dogs-window").fit(700), folder / "frames.avi"
    w, h = picture.image.size
    frames = pan(picture, (0, 0, w, w * 0.75), (w * 0.2, h * 0.1, w * 0.8, h * 0.1 + w * 0.45), (320, 240), 30)
    ffmpeg("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "320x240", "-r", 10, "-i", "-", "-c:v", "mjpeg", "-q:v", 4,
           "-pix_fmt", "yuvj420p", "-threads", 1, "-fflags", "+bitexact", "-flags", "+bitexact",
           "-metadata", "artist=Barnabas Tuttlebury", out, feed=frames)
    samples.add("video/frames.avi", out.read_bytes(), ["video", "no-audio", "animal"], kind="video", size=[320, 240],
                duration_s=3, canaries=["Tuttlebury"])
