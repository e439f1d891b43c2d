/**
 * Carriers with headers of all propagators: well-formed ones, changed in a few places by chance, and nonsense. The
 * same ones in every run.
 */
export function* hostileCarriers(count: number): Generator {
  yield* oddCarriers;
  const random = createRandom(42);
  for (let index = 0; index < count; index++) {
    const carrier: Record<string, unknown> = {};
    for (const [name, text] of Object.entries(headers)) {
      if (random() < 0.5) carrier[change(name, random)] = hostileValue(text, random);
    }
    yield carrier;
  }
}

const traceId = "5759e988bd862e3fe1be46a994272793";
const spanId = "53995c3f42cd8ad8";

const headers: Readonly<Record<string, string>> = {
  traceparent: `00-${traceId}-${spanId}-01`,
  tracestate: "vendor=value,other@system=1",
  baggage: "user=J%C3%BCrgen;secret,plan=pro",
  b3: `${traceId}-${spanId}-1-${spanId}`,
  "x-b3-traceid": traceId,
  "x-b3-spanid": spanId,
  "x-b3-sampled": "1",
  "x-b3-flags": "0",
  "uber-trace-id": `${traceId}:${spanId}:0:01`,
  "uberctx-user": "J%C3%BCrgen",
  "x-amzn-trace-id": `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId};Sampled=1`,
};

const throwing: unknown = new Proxy(
  {},
  {
    get: () => {
      throw new Error("read");
    },
    ownKeys: () => {
      throw new Error("listed");
    },
  },
);

const oddCarriers: readonly unknown[] = [
  undefined,
  null,
  "traceparent",
  7,
  [],
  new Map(Object.entries(headers)),
  Object.create(null),
  throwing,
  Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, text.repeat(50_000)])),
  Object.fromEntries(Object.keys(headers).map((name) => [name, ",;=-:%".repeat(50_000)])),
  Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`uberctx-${i}`, "%41"])),
];

function hostileValue(text: string, random: () => number): unknown {
  const dice = random();
  if (dice < 0.5) return change(text, random);
  if (dice < 0.6) return text;
  if (dice < 0.7) return [change(text, random), text];
  if (dice < 0.75) return text.toUpperCase();
  if (dice < 0.8) return change(text, random).repeat(Math.floor(random() * 200));
  return pick(nonsense, random);
}

const nonsense: readonly unknown[] = [
  undefined,
  null,
  true,
  1,
  NaN,
  {},
  { length: 9, indexOf: 1 },
  [],
  [null],
  [[["nested"]]],
  Symbol("header"),
  Buffer.from("bytes"),
  "",
  " ",
  "0",
  "\0",
  "%",
  "%C3",
  "\ud83d",
  "d",
  "true",
];

const pieces = ["", "0", "f", "G", "-", ":", ";", "=", ",", "%", "%3A", " ", "\n", "\0", "ü", "١"];

/** Replaces, adds or removes up to three pieces; often none. */
function change(text: string, random: () => number): string {
  let changed = text;
  for (let edits = Math.floor(random() * 4); edits > 0; edits--) {
    const at = Math.floor(random() * (changed.length + 1));
    const end = random() < 0.5 ? at : at + 1 + Math.floor(random() * 3);
    changed = changed.slice(0, at) + pick(pieces, random) + changed.slice(end);
  }
  return changed;
}

function pick<T>(from: readonly T[], random: () => number): T | undefined {
  return from[Math.floor(random() * from.length)];
}

/** Mulberry32: numbers from 0 to 1 that are the same for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
