"""The sample set: media beside their captions, and one entry a file that says what must become of it."""
import hashlib
import io
import json
import pathlib

HERE = pathlib.Path(__file__).parent
LISTED = "listed/"  # this folder has its captions in one metadata.jsonl, every other folder in sidecars


def jpeg(image, quality=88, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, **options)
    return out.getvalue()


def png(image, **options):
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()


class SampleSet:
    def __init__(self, folder):
        self._folder = folder
        self._captions = json.loads((HERE / "captions.json").read_text())
        self._entries, self._lines, self._bases = [], [], set()

    def add(self, path, data, roles, *, kind="image", picture=None, outcome="kept", reason=None,
            sidecar="txt", **facts):
        """Writes one sample and its caption.

        outcome: kept (nothing is wrong with it: only an alignment threshold may drop it), dropped, failed, or open
        (a question of policy). reason: the verdict's code, or several where more than one is right.
        """
        base = path.rpartition(".")[0]
        if base in self._bases:
            raise SystemExit(f"samples: {path} would share its sidecar with another sample")
        self._bases.add(base)
        self.write(path, data)
        text, pii = self._caption(path, sidecar)
        entry = {"path": path, "kind": kind, "roles": list(roles), "caption": text, "outcome": outcome}
        if reason:
            entry["reasons"] = reason.split(" ")
        if pii:
            entry["caption_pii"] = [{"type": t, "text": v} for t, v in pii]
        if picture:
            entry["size"] = list(picture.image.size)
            entry["photo"] = picture.source
            entry["faces"] = [[round(v) for v in face] for face in picture.faces]
        entry["sha256"] = hashlib.sha256(data).hexdigest()
        entry.update(facts)
        self._entries.append(entry)

    def add_missing(self, path):
        """A line of metadata.jsonl that names a file which is not there."""
        text, _ = self._caption(path, "txt")
        self._entries.append({"path": path, "kind": "image", "roles": ["source", "missing-file"], "caption": text,
                              "outcome": "failed", "reasons": ["source.missing-file"]})

    def add_unknown(self, path, data, note):
        """A file that is no sample: the source counts it, and nothing else happens."""
        self.write(path, data)
        self._entries.append({"path": path, "kind": "unknown", "roles": ["unknown-file"], "caption": None,
                              "outcome": "ignored", "note": note, "sha256": hashlib.sha256(data).hexdigest()})

    def write(self, path, data):
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def read(self, path):
        return (self._folder / path).read_bytes()

    def finish(self, expected):
        lines = "".join(json.dumps(line) + "\n" for line in self._lines)
        self.write(LISTED + "metadata.jsonl", lines.encode())
        unused = set(self._captions) - {e["path"] for e in self._entries}
        if unused:
            raise SystemExit(f"samples: captions.json has captions for samples that nothing builds: {sorted(unused)}")
        entries = ",\n".join(" " + json.dumps(e) for e in sorted(self._entries, key=lambda e: e["path"]))
        expected.write_text(f"[\n{entries}\n]\n")
        return self._entries

    def _caption(self, path, sidecar):
        if sidecar is None:
            return None, ()
        if path not in self._captions:
            raise SystemExit(f"samples: captions.json has no caption for {path}")
        caption = self._captions[path]
        text, pii = (caption, ()) if isinstance(caption, str) else (caption["text"], caption["pii"])
        if path.startswith(LISTED):
            self._lines.append({"file_name": path[len(LISTED):], "text": text})
        elif sidecar == "json":
            self.write(str(pathlib.PurePosixPath(path).with_suffix(".json")),
                       (json.dumps({"text": text}) + "\n").encode())
        else:
            self.write(str(pathlib.PurePosixPath(path).with_suffix(".txt")), (text + "\n" if text else "").encode())
        return text, pii
