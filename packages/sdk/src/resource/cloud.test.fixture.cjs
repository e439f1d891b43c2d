// Detectors as a package of OpenTelemetry has them, and as it must not have them.
const { isMainThread } = require("node:worker_threads");

const later = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

function say(attributes) {
  return { detect: () => ({ attributes: attributes() }) };
}

exports.machine = say(() => ({
  "cloud.platform": "machine",
  "host.id": "i-1",
  "host.name": "cloud-name",
}));
exports.task = say(() => ({
  "cloud.platform": Promise.resolve("task"),
  "task.number": later(20, 7),
}));
exports.thread = say(() => ({ "in.worker": String(!isMainThread) }));
exports.noise = say(() => {
  console.log("noise");
  console.error("noise");
  process.emitWarning("noise");
  return { quiet: "yes" };
});
exports.throws = say(() => {
  throw new Error("no metadata\nin line two");
});
exports.rejects = say(() => ({
  "cloud.region": Promise.reject(new Error("403")),
  "cloud.zone": "z",
}));
exports.crashes = say(() => {
  setImmediate(() => {
    throw new Error("crashed later");
  });
  return { never: later(600_000) };
});
exports.silent = say(() => ({ never: new Promise(() => {}) }));
exports.slow = say(() => ({ never: later(600_000) }));
exports.loops = say(() => {
  for (;;);
});
exports.ends = say(() => process.exit(0));
exports.greedy = say(() => {
  const all = [];
  setInterval(() => all.push(Array.from({ length: 100_000 }, String)), 0);
  return { never: later(600_000) };
});
exports.hostile = say(() => ({
  "": "no key",
  ["k".repeat(1000)]: "long key",
  long: "x".repeat(100_000),
  empty: "",
  nothing: null,
  absent: undefined,
  number: 1.5,
  nan: NaN,
  big: 2n ** 70n,
  flag: true,
  symbol: Symbol("s"),
  call: () => 1,
  map: { a: 1 },
  list: ["a", "b"],
  mixed: ["a", 1],
  ["__proto__"]: ["own"],
}));
exports.odd = { detect: () => null };
exports.none = {};
