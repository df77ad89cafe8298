// Runs an ONNX model over raw arrays: node run_onnx.mjs REQUEST.json, called by onnx_model.py.
// REQUEST: { model, threads, feeds: { name: { path, type: "float32"|"int64", shape } }, output, batch, to }
// Writes the output's rows, float32, to `to`, and prints its shape as JSON. Needs npm onnxruntime-node (NODE_PATH).
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const ort = createRequire(process.env.NODE_PATH + "/")("onnxruntime-node");
const request = JSON.parse(readFileSync(process.argv[2], "utf8"));
const session = await ort.InferenceSession.create(request.model,
  {
    intraOpNumThreads: request.threads,
    interOpNumThreads: 1,
    // Spinning threads would take the cores that training on the same machine needs.
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  });

const raw = Object.fromEntries(Object.entries(request.feeds).map(([name, feed]) => {
  const bytes = readFileSync(feed.path);
  const array = feed.type === "int64" ? BigInt64Array : Float32Array;
  return [name, new array(bytes.buffer, bytes.byteOffset, bytes.byteLength / array.BYTES_PER_ELEMENT)];
}));
const count = Object.values(request.feeds)[0].shape[0];
const parts = [];
let rowShape = [];
for (let from = 0; from < count; from += request.batch) {
  const to = Math.min(count, from + request.batch);
  const inputs = Object.fromEntries(Object.entries(request.feeds).map(([name, feed]) => {
    const row = feed.shape.slice(1).reduce((a, b) => a * b, 1);
    const data = raw[name].slice(from * row, to * row);
    return [name, new ort.Tensor(feed.type, data, [to - from, ...feed.shape.slice(1)])];
  }));
  const result = (await session.run(inputs))[request.output];
  rowShape = result.dims.slice(1);
  parts.push(Buffer.from(result.data.buffer, result.data.byteOffset, result.data.byteLength));
}
writeFileSync(request.to, Buffer.concat(parts));
console.log(JSON.stringify([count, ...rowShape]));
