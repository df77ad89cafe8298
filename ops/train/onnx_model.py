"""Runs an ONNX file through onnxruntime-node, the one ONNX runtime that npm carries for scripts.

NODE_PATH must name the `node_modules` folder that holds onnxruntime-node.
"""
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np


def run(model, feeds, output, batch=64, threads=2):
    """`feeds` maps input names to arrays (float32 or int64, first axis = samples); returns float32 [samples, ...]."""
    with tempfile.TemporaryDirectory() as folder:
        request = {"model": str(Path(model).resolve()), "threads": threads, "output": output, "batch": batch,
                   "to": f"{folder}/out", "feeds": {}}
        for name, array in feeds.items():
            array.tofile(f"{folder}/{name}")
            request["feeds"][name] = {"path": f"{folder}/{name}", "type": array.dtype.name, "shape": array.shape}
        Path(folder, "request.json").write_text(json.dumps(request))
        script = Path(__file__).with_name("run_onnx.mjs")
        printed = subprocess.run(["node", str(script), f"{folder}/request.json"], check=True, capture_output=True)
        return np.fromfile(f"{folder}/out", np.float32).reshape(json.loads(printed.stdout))
