"""Rewrites what dotnet-ef generates into the tree's own form: namespace of the file, sealed types, line feeds."""
import re
import sys

path = sys.argv[1]
text = open(path, encoding="utf-8-sig").read().replace("\r\n", "\n")
text = text.replace("public partial class", "public sealed partial class")
text = re.sub(r"^    (partial class \w+ : ModelSnapshot)", r"    sealed \1", text, flags=re.M)
found = re.search(r"^namespace ([\w.]+)\n\{\n(.*)^\}\n", text, flags=re.M | re.S)
if found:
    body = re.sub(r"^    ", "", found.group(2), flags=re.M)
    text = text[: found.start()] + f"namespace {found.group(1)};\n\n{body}"
open(path, "w", encoding="utf-8", newline="\n").write(text.rstrip("\n") + "\n")
