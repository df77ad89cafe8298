// The peer of `mmdata bench run`: the same work as a Node program would do it well. sharp decodes (with its scaled decode) and encodes,
// onnxruntime-node scores, every core has a worker thread, every worker keeps a few pictures in flight, Parquet files are written a few
// hundred rows at a time. It does less than mmdata run: no caption is scored, nothing is detected, audited, digested twice or sandboxed.
//
// node peer.mjs --model vision_model.onnx --input FOLDER --output FOLDER [--workers N] [--in-flight N] [--size 224] [--quality 90]
// Prints one line of JSON: {"images", "seconds", "kept"}; the seconds begin when the models are loaded.
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { pathToFileURL } from "node:url";

const ROWS_PER_FILE = 400;
const MODULES = process.env.PEER_MODULES ?? path.dirname(new URL(import.meta.url).pathname);
const require = createRequire(pathToFileURL(path.join(MODULES, "package.json")));

if (isMainThread) await main();
else await work(workerData);

async function main() {
  const { values: options } = parseArgs({
    options: {
      model: { type: "string" },
      input: { type: "string" },
      output: { type: "string" },
      workers: { type: "string", default: String(os.availableParallelism()) },
      "in-flight": { type: "string", default: "3" },
      size: { type: "string", default: "224" },
      quality: { type: "string", default: "90" },
    },
  });
  await mkdir(options.output, { recursive: true });
  const names = (await readdir(options.input)).filter((name) => /\.jpe?g$/i.test(name)).sort();

  // One shared counter hands out the pictures, so that no worker idles while another has work left.
  const next = new Int32Array(new SharedArrayBuffer(4));
  const count = Number(options.workers);
  const workers = Array.from({ length: count }, (_, index) => new Worker(new URL(import.meta.url), {
    workerData: { ...options, names, next, index },
  }));
  await Promise.all(workers.map((worker) => answer(worker)));
  const started = performance.now();
  workers.forEach((worker) => worker.postMessage("start"));
  const kept = (await Promise.all(workers.map((worker) => answer(worker)))).reduce((sum, part) => sum + part, 0);
  console.log(JSON.stringify({ images: names.length, seconds: (performance.now() - started) / 1000, kept }));
}

function answer(worker) {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

async function work({ model, input, output, size: side, quality, names, next, index, "in-flight": flights }) {
  const sharp = require("sharp");
  const ort = require("onnxruntime-node");
  const { parquetWriteBuffer } = await import(
    pathToFileURL(path.join(MODULES, "node_modules/hyparquet-writer/src/index.js")));
  sharp.concurrency(1);
  sharp.cache(false);
  const size = Number(side);
  const session = await ort.InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
    executionMode: "sequential",
  });
  const [inputName, outputName] = [session.inputNames[0], session.outputNames[0]];
  let rows = [];
  let files = 0;
  let kept = 0;

  async function one(name) {
    const encoded = await readFile(path.join(input, name));
    const { data } = await sharp(encoded).rotate()
      .resize(size, size, { fit: "fill", kernel: "cubic" }).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const plane = size * size;
    const pixels = new Float32Array(3 * plane);
    for (let at = 0, from = 0; at < plane; at++, from += 3) {
      pixels[at] = data[from] / 127.5 - 1;
      pixels[plane + at] = data[from + 1] / 127.5 - 1;
      pixels[2 * plane + at] = data[from + 2] / 127.5 - 1;
    }
    const result = await session.run({ [inputName]: new ort.Tensor("float32", pixels, [1, 3, size, size]) });
    const jpeg = await sharp(encoded).rotate().jpeg({ quality: Number(quality), optimiseCoding: false }).toBuffer();
    rows.push({
      id: createHash("sha256").update(encoded).digest("hex"),
      image: jpeg,
      embedding: result[outputName].data,
    });
    kept++;
    if (rows.length >= ROWS_PER_FILE) await flush();
  }

  async function flush() {
    if (rows.length === 0) return;
    const batch = rows;
    rows = [];
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: "id", data: batch.map((row) => row.id), type: "STRING" },
        { name: "image", data: batch.map((row) => new Uint8Array(row.image)), type: "BYTE_ARRAY" },
        { name: "embedding", data: batch.map((row) => new Uint8Array(row.embedding.slice().buffer)), type: "BYTE_ARRAY" },
      ],
      codec: "UNCOMPRESSED",
    });
    await writeFile(path.join(output, `part-${index}-${files++}.parquet`), new Uint8Array(buffer));
  }

  async function flight() {
    for (let at = Atomics.add(next, 0, 1); at < names.length; at = Atomics.add(next, 0, 1)) await one(names[at]);
  }

  parentPort.postMessage("ready");
  await new Promise((resolve) => parentPort.once("message", resolve));
  await Promise.all(Array.from({ length: Number(flights) }, flight));
  await flush();
  parentPort.postMessage(kept);
  parentPort.close();
}
