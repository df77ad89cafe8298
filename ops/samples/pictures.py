"""The photographs that set-up fetched from packages, with the faces that are to be seen in them."""
import hashlib
import json
import pathlib
from dataclasses import dataclass, replace

from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent


@dataclass(frozen=True)
class Picture:
    """An upright picture, the boxes (left, top, width, height in pixels) of its faces, and where it came from."""

    image: Image.Image
    faces: tuple
    source: str

    def crop(self, box):
        left, top, right, bottom = box
        inside = [f for f in self.faces
                  if left <= f[0] + f[2] / 2 < right and top <= f[1] + f[3] / 2 < bottom]
        moved = tuple((x - left, y - top, w, h) for x, y, w, h in inside)
        return replace(self, image=self.image.crop(box), faces=moved)

    def trim(self, share):
        """Cuts the same share of width and height from every side."""
        w, h = self.image.size
        return self.crop((int(w * share), int(h * share), int(w - w * share), int(h - h * share)))

    def fit(self, longest):
        """Scales down, never up, so that the longer side is at most `longest` pixels."""
        k = longest / max(self.image.size)
        if k >= 1:
            return self
        size = tuple(max(1, round(side * k)) for side in self.image.size)
        faces = tuple(tuple(v * k for v in face) for face in self.faces)
        return replace(self, image=self.image.resize(size, Image.Resampling.LANCZOS), faces=faces)

    def mirror(self):
        width = self.image.width
        faces = tuple((width - x - w, y, w, h) for x, y, w, h in self.faces)
        return replace(self, image=ImageOps.mirror(self.image), faces=faces)


class Library:
    """Opens photographs by the names of sources.json and crops by the names of geometry.json."""

    def __init__(self, photos, npm):
        geometry = json.loads((HERE / "geometry.json").read_text())
        self._faces, self._crops = geometry["faces"], geometry["crops"]
        self._files, self._open, self._width = {}, {}, {}
        for package in json.loads((HERE / "sources.json").read_text()):
            root = npm / "node_modules" if package["kind"] == "npm" else photos
            for name, file in package["files"].items():
                self._files[name] = (root / package["package"] / file["path"], file["sha256"], package["package"])

    def get(self, name):
        base, box = self._crops.get(name, (name, None))
        picture = self._load(base)
        if box is None:
            return picture
        k = picture.image.width / self._width[base]
        return picture.crop(tuple(round(v * k) for v in box))

    def _load(self, name):
        if name in self._open:
            return self._open[name]
        path, digest, package = self._files[name]
        if not path.is_file():
            raise SystemExit(f"samples: {path} is missing; run ops/setup, which fetches the package {package}")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != digest:
            raise SystemExit(f"samples: {path} has SHA-256 {found}, sources.json says {digest}: "
                             f"the package {package} changed; look at the picture, then record the new digest")
        image = Image.open(path)
        self._width[name] = width = image.width
        image.draft("RGB", (1600, 1600))  # wallpapers have 6,000 columns: decode them at a fraction of that
        image = image.convert("L" if image.mode == "L" else "RGB")
        k = image.width / width
        faces = tuple((x1 * k, y1 * k, (x2 - x1) * k, (y2 - y1) * k) for x1, y1, x2, y2 in self._faces.get(name, ()))
        self._open[name] = Picture(image, faces, name)
        return self._open[name]
