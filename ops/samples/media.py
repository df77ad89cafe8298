"""Runs ffmpeg and espeak-ng so that they give the same bytes every time."""
import json
import pathlib
import subprocess
import tempfile
import wave

PAUSE_S = 0.25


def ffmpeg(*arguments, feed=None):
    """One thread and no dates: x264 and the rest then write the same bytes on every run."""
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin" if feed is None else "-y", "-y",
               *map(str, arguments)]
    done = subprocess.run(command, input=feed, stdin=subprocess.DEVNULL if feed is None else None,
                          capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"samples: {' '.join(command)} failed:\n{done.stderr.decode(errors='replace')[-2000:]}")


def encode_aac(source, target):
    """FFmpeg 5.1's AAC encoder gave other bytes once in some forty runs: encode until two results in a row agree."""
    before = None
    for _ in range(8):
        ffmpeg("-i", source, "-c:a", "aac", "-b:a", "64k", "-threads", 1, "-fflags", "+bitexact", target)
        if target.read_bytes() == before:
            return
        before = target.read_bytes()
    raise SystemExit(f"samples: the AAC encoder gave eight different results for {source}")


def speak(name, target):
    """Says the parts of speech.json into a WAV file; returns when each part is heard and what it gives away."""
    script = json.loads((pathlib.Path(__file__).parent / "speech.json").read_text())[name]
    frames, heard, rate = b"", [], None
    with tempfile.TemporaryDirectory() as folder:
        part = pathlib.Path(folder) / "part.wav"
        for type_, text in script["parts"]:
            subprocess.run(["espeak-ng", "-v", script["voice"], "-s", str(script["speed"]), "-w", str(part), text],
                           check=True, capture_output=True)
            with wave.open(str(part)) as spoken:
                rate = spoken.getframerate()
                start = len(frames) / 2 / rate
                frames += spoken.readframes(spoken.getnframes())
            heard.append({"type": type_, "text": text, "start_s": round(start, 2),
                          "end_s": round(len(frames) / 2 / rate, 2)})
            frames += bytes(2 * int(rate * PAUSE_S))
    with wave.open(str(target), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(frames)
    return heard
