#!/usr/bin/python3
"""Lists the Debian packages of sources.json, or, given one of them, the archive members that set-up unpacks."""
import json
import pathlib
import sys

packages = {package["package"]: package for package in json.loads(
    (pathlib.Path(__file__).parent / "sources.json").read_text()) if package["kind"] == "debian"}
if len(sys.argv) == 1:
    print("\n".join(packages))
else:
    members = [file["path"] for file in packages[sys.argv[1]]["files"].values()]
    # The licence text travels with the photographs.
    print("\n".join(f"./{member}" for member in [*members, f"usr/share/doc/{sys.argv[1]}/copyright"]))
