"""Spoken clips that say a name and a telephone number, with tags and a cover picture that give away more."""
import pathlib
import tempfile

from media import ffmpeg, speak
from sample_set import jpeg


def add_spoken(samples, library):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)

        def add(name, roles, canaries, *output, inputs=()):
            plain, out = folder / "plain.wav", folder / name
            heard = speak(name, plain)
            ffmpeg("-i", plain, *inputs, *output, "-threads", 1, out)
            samples.add(f"audio/{name}", out.read_bytes(), ["audio", "speech", *roles], kind="audio",
                        speech=heard, duration_s=heard[-1]["end_s"], canaries=canaries)

        add("message.wav", ["wav"], ["Thornquist"], "-c:a", "pcm_s16le",
            "-metadata", "artist=Eudora Thornquist", "-metadata", "comment=Recorded by Thornquist")

        cover = folder / "cover.jpg"
        cover.write_bytes(jpeg(library.get("woman-red-dress").fit(300).image))
        add("customer.mp3", ["mp3", "id3", "cover-art"], ["Mumblethwaite", "Ferncastle"], "-map", "0:a", "-map", "1:v",
            "-c:a", "libmp3lame", "-b:a", "64k", "-c:v", "copy", "-disposition:v", "attached_pic", "-id3v2_version", 3,
            "-metadata", "title=Voice of Peregrine Mumblethwaite", "-metadata", "artist=Peregrine Mumblethwaite",
            "-metadata", "album=Ferncastle recordings", inputs=("-i", cover))

        add("parcel.ogg", ["ogg"], ["Hobblewick"], "-c:a", "libvorbis", "-q:a", 3, "-flags", "+bitexact",
            "-fflags", "+bitexact", "-metadata", "artist=Isambard Hobblewick")
