"""Photographs with right captions, the same photographs with wrong ones, duplicates, captions with personal data."""
from sample_set import jpeg

THINGS = {
    "cat": "animal", "astronaut": "person", "coffee": "thing", "cameraman": "person", "motorcycle": "thing",
    "rocket": "thing", "pagoda": "place", "flower": "thing", "dogs": "animal", "dog-face": "animal",
    "mountain": "place", "meadow": "place", "stream": "place", "dandelion": "thing", "sunset": "place",
    "coast": "place", "drum": "thing", "fig": "thing",
}
CROPPED = {"dogs": "dogs-window", "dog-face": "dog-lower"}
PEOPLE = ["group-1", "group-2", "group-3", "group-4", "group-5", "group-6",
          "woman-drink", "woman-red-dress", "woman-blond"]
MISMATCHED = ["cat", "astronaut", "coffee", "cameraman", "motorcycle", "rocket", "pagoda", "flower", "dogs",
              "mountain", "meadow", "stream", "sunset", "coast", "group-2", "group-3", "group-6", "woman-blond"]


def shown(library, name):
    return library.get(CROPPED.get(name, name)).fit(800)


def add_photos(samples, library):
    for name, what in THINGS.items():
        picture = shown(library, name)
        pair = {"pair": name, "side": "right"} if name in MISMATCHED else {}
        sidecar = "json" if name in ("coffee", "rocket", "stream") else "txt"
        samples.add(f"photos/{name}.jpg", jpeg(picture.image), ["photo", "right", what],
                    picture=picture, sidecar=sidecar, **pair)
    for name in PEOPLE:
        picture = shown(library, name)
        pair = {"pair": name, "side": "right"} if name in MISMATCHED else {}
        samples.add(f"people/{name}.jpg", jpeg(picture.image), ["photo", "right", "person"], picture=picture, **pair)


def add_mismatched(samples, library):
    for name in MISMATCHED:
        picture = shown(library, name).trim(0.01).fit(720)
        samples.add(f"mismatched/{name}.jpg", jpeg(picture.image, 80), ["photo", "wrong"], picture=picture,
                    outcome="dropped", reason="alignment.low duplicate.near", pair=name, side="wrong")


def add_duplicates(samples, library):
    def copy(path, name, data, duplicate, picture=None, outcome="open"):
        samples.add(f"duplicates/{path}.jpg", data, ["duplicate", duplicate], picture=picture or shown(library, name),
                    outcome=outcome, duplicate=duplicate, duplicate_of=f"photos/{name}.jpg",
                    **({"reason": "duplicate.exact" if "exact" in duplicate else "duplicate.near"}
                       if outcome != "kept" else {}))

    copy("cat-same-caption", "cat", samples.read("photos/cat.jpg"), "exact")
    copy("dogs-other-caption", "dogs", samples.read("photos/dogs.jpg"), "exact-media")
    half = shown(library, "stream").fit(400)
    copy("stream-half-size", "stream", jpeg(half.image), "near", half)
    copy("pagoda-quality-40", "pagoda", jpeg(shown(library, "pagoda").image, 40), "near")
    copy("motorcycle-quality-90", "motorcycle", jpeg(shown(library, "motorcycle").image, 90), "near")
    trimmed = shown(library, "meadow").trim(0.015)
    copy("meadow-trimmed", "meadow", jpeg(trimmed.image), "near", trimmed)
    # A mirrored copy is another picture to most perceptual hashes: no rule is asked to catch it.
    mirrored = shown(library, "dandelion").mirror()
    copy("dandelion-mirrored", "dandelion", jpeg(mirrored.image), "mirror", mirrored, outcome="kept")


def add_captions(samples, library):
    # The mirrored ones are pictures that dual encoders place well, so that a threshold does not drop them unseen.
    def add(path, name, roles, mirrored=False, **facts):
        picture = library.get(name).fit(640)
        picture = picture.mirror() if mirrored else picture
        samples.add(f"captions/{path}.jpg", jpeg(picture.image), roles, picture=picture, **facts)

    add("no-text", "cat-eye", ["caption", "empty-caption"], outcome="dropped", reason="caption.empty")
    add("only-spaces", "forest", ["caption", "empty-caption"], outcome="dropped", reason="caption.empty")
    add("no-sidecar", "cup", ["caption", "no-caption"], sidecar=None, outcome="dropped",
        reason="caption.empty caption.missing")
    add("email", "waterfall", ["caption", "caption-pii"])
    add("phone", "path", ["caption", "caption-pii"])
    add("card", "woman-blond", ["caption", "caption-pii"], mirrored=True, sidecar="json")
    add("iban", "mountain", ["caption", "caption-pii"], mirrored=True)
    add("several", "stream", ["caption", "caption-pii"], mirrored=True, sidecar="json")
    add("numbers-that-are-not", "group-2", ["caption", "checksum-fails"], mirrored=True,
        note="neither number passes its checksum: the text stays as it is")


def add_listed(samples, library):
    for path, name in {"001": "stream-steps", "002": "woman-stairs", "003": "pad", "deeper/004": "trees"}.items():
        picture = library.get(name).fit(640)
        samples.add(f"listed/{path}.jpg", jpeg(picture.image), ["photo", "right", "listed"], picture=picture)
    picture = library.get("peaks").fit(640)
    samples.add("listed/005.jpg", jpeg(picture.image), ["listed", "no-caption"], picture=picture, sidecar=None,
                outcome="dropped", reason="caption.empty caption.missing",
                note="metadata.jsonl has no line for this picture")
    samples.add_missing("listed/missing.jpg")
