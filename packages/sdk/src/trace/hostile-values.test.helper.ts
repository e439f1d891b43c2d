/** Makes values that applications do not mean to record, and do. Fresh ones, since some are worn out by use. */
export const hostileValues: Readonly<Record<string, () => unknown>> = {
  symbol: () => Symbol("s"),
  function: () => () => 1,
  bigIntOf64Bits: () => 2n ** 63n - 1n,
  bigIntBeyond: () => 2n ** 200n,
  bigIntTooLongToPrint: () => 2n ** 100_000n,
  loneSurrogate: () => "a\uD800b",
  longText: () => "x".repeat(1_000_000),
  longWideText: () => "中".repeat(300_000),
  nan: () => Number.NaN,
  undefined: () => undefined,
  null: () => null,
  getter: () => Object.defineProperty({ good: 1 }, "bad", { enumerable: true, get: trap }),
  toJson: () => new ThrowingJson(),
  revoked,
  revokedInside: () => ({ good: 1, bad: revoked() }),
  trapped: () => new Proxy({}, traps),
  trappedArray: () => new Proxy([1], traps),
  proxiedBytes: () => new Proxy(new Uint8Array(3), {}),
  proxiedDate: () => new Proxy(new Date(), {}),
  mapWithBadKey: () => new Map([[{ toString: trap }, 1]]),
  badError: () => Object.defineProperty(new Error("x"), "message", { get: trap }),
  circle: () => {
    const circle: Record<string, unknown> = { good: 1 };
    return Object.assign(circle, { self: circle });
  },
  ring: () => {
    const ring: unknown[] = [1];
    ring.push(ring);
    return ring;
  },
  deep: () => nest(10_000, (inner) => [{ inner }]),
  explosive: () => nest(60, (inner) => [inner, inner]),
  sparse: () => Object.assign([1], { length: 100_000 }),
  wide: () => Object.fromEntries(Array.from({ length: 30_000 }, (_, at) => [`k${at}`, at])),
  endless: () => new EndlessSet(),
  selfJson: () => new SelfJson(),
  invalidDate: () => new Date(Number.NaN),
  farDate: () => new Date(8.64e15),
  regExp: () => /x/g,
  promise: () => Promise.resolve(1),
  weakMap: () => new WeakMap(),
  nullPrototype: () => Object.assign(Object.create(null), { a: 1 }),
  prototypeKey: () => JSON.parse('{"__proto__":{"polluted":1},"constructor":"x"}'),
  boxed: () => Object(1n),
  floats: () => new Float64Array([1.5, Number.NaN]),
  bigInts: () => new BigInt64Array([1n, 2n ** 62n]),
  buffer: () => new ArrayBuffer(4),
  sharedBuffer: () => new SharedArrayBuffer(4),
  view: () => new DataView(new ArrayBuffer(4), 1, 2),
  global: () => globalThis,
};

function trap(): never {
  throw new Error("trap");
}

const traps = { get: trap, ownKeys: trap, getPrototypeOf: trap, has: trap };

class ThrowingJson {
  toJSON(): unknown {
    return trap();
  }
}

class SelfJson {
  toJSON(): unknown {
    return [this];
  }
}

class EndlessSet extends Set<number> {
  override *[Symbol.iterator](): SetIterator<number> {
    for (;;) yield 1;
  }
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable<unknown[]>([], {});
  revoke();
  return proxy;
}

function nest(levels: number, around: (inner: unknown) => unknown): unknown {
  let value: unknown = "bottom";
  for (let level = 0; level < levels; level += 1) value = around(value);
  return value;
}
