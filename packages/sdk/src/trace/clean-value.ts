import { types } from "node:util";

/** Bounds of {@link cleanValue}, and what it had to do. */
export interface Cleaning {
  /** Longest string or byte array. @default no limit */
  readonly maxLength: number;
  /** Grows by one for every value that was left out or replaced. */
  repairs: number;
}

/**
 * Copies a value into what an attribute may hold: strings, numbers, booleans, null, byte arrays, 64-bit bigints, and
 * arrays and plain objects of these. Later changes to the original do not matter, and neither does what it is: getters
 * and `toJSON` that throw, proxies, cycles and endless depth cost that part alone. Never throws.
 *
 * @returns `undefined` when nothing can be kept.
 */
export function cleanValue(value: unknown, cleaning: Cleaning): unknown {
  if (typeof value !== "object" || value === null) return cleanPrimitive(value, cleaning);
  return new Copier(cleaning).copy(value, 0);
}

function cleanPrimitive(value: unknown, cleaning: Cleaning): unknown {
  switch (typeof value) {
    case "string":
      return value.length > cleaning.maxLength ? cutText(value, cleaning.maxLength) : value;
    case "bigint":
      return cleanBigInt(value, cleaning);
    case "function":
    case "symbol":
      cleaning.repairs += 1;
      return undefined;
    default:
      return value;
  }
}

/** The first `length` UTF-16 units, without half of a surrogate pair at the end. */
export function cutText(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  const splitsPair = last >= 0xd8_00 && last <= 0xdb_ff;
  return text.slice(0, splitsPair ? length - 1 : length);
}

/** A number where that is exact, else the bigint, and as text what has more than 64 bits. */
function cleanBigInt(value: bigint, cleaning: Cleaning): unknown {
  if (value >= -MAX_SAFE && value <= MAX_SAFE) return Number(value);
  if (BigInt.asIntN(64, value) === value) return value;
  cleaning.repairs += 1;
  if (value > MAX_PRINTED || value < -MAX_PRINTED) return undefined;
  return cleanPrimitive(value.toString(), cleaning);
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
/** Printing takes quadratic time. */
const MAX_PRINTED = 1n << 4096n;

/** Decoders of protobuf stop at 100 nested messages, and a level of an attribute is three. */
const MAX_DEPTH = 24;
/** An object can refer to its parts often enough to be astronomically large. */
const MAX_NODES = 200_000;
/** Members of arrays that are no objects, such as an embedding's: more than the largest request has room for. */
const MAX_PLAIN = 4 * 1024 * 1024;
/** As {@link MAX_PLAIN}, for texts and bytes: a value can refer to a long one very often. */
const MAX_LENGTH = 32 * 1024 * 1024;
const OMITTED = "[omitted]";

class Copier {
  readonly #cleaning: Cleaning;
  readonly #ancestors: object[] = [];
  #nodes = 0;
  #plain = 0;
  #length = 0;

  constructor(cleaning: Cleaning) {
    this.#cleaning = cleaning;
  }

  copy(value: unknown, depth: number): unknown {
    this.#nodes += 1;
    if (typeof value !== "object" || value === null) return this.#copyPlain(value);
    if (depth >= MAX_DEPTH || this.#nodes > MAX_NODES) return this.#replaced(OMITTED);
    if (this.#ancestors.includes(value)) return this.#replaced("[circular]");
    this.#ancestors.push(value);
    try {
      return this.#copyObject(value, depth);
    } catch {
      // Code of the application that throws: a getter, toJSON or a proxy's trap. The rest of the value is kept.
      return this.#replaced(undefined);
    } finally {
      this.#ancestors.pop();
    }
  }

  #copyPlain(value: unknown): unknown {
    if (typeof value === "number" || typeof value === "boolean") return value;
    const clean = cleanPrimitive(value, this.#cleaning);
    // Text where a number is not exact: users' exporters print nested values as JSON, which throws for a bigint.
    if (typeof clean === "bigint") return this.#replaced(clean.toString());
    return typeof clean === "string" ? this.#bounded(clean) : clean;
  }

  /** The text or the bytes, as long as there is room for more of them. */
  #bounded(value: Uint8Array | string): unknown {
    if (this.#length > MAX_LENGTH) return this.#replaced(OMITTED);
    this.#length += value.length;
    return value;
  }

  #replaced(by: unknown): unknown {
    this.#cleaning.repairs += 1;
    return by;
  }

  #copyObject(value: object, depth: number): unknown {
    if (Array.isArray(value)) return this.#copyArray(value, depth);
    if (value instanceof Uint8Array) return this.#copyBytes(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    // The prototype of another realm's plain objects is not ours; its own prototype is null too.
    if (prototype === null || prototype === Object.prototype) return this.#copyRecord(value, depth);
    if (Object.getPrototypeOf(prototype) === null && !types.isModuleNamespaceObject(value)) {
      return this.#copyRecord(value, depth);
    }
    this.#cleaning.repairs += 1;
    return this.#copyInstance(value, depth);
  }

  /** Members that are no objects do not count as nodes: lists of numbers go out whole. */
  #copyArray(value: ArrayLike<unknown>, depth: number): unknown[] {
    const copy: unknown[] = [];
    const { length } = value;
    for (let index = 0; index < length; index += 1) {
      const member = this.#read(value, index);
      const isPlain = typeof member !== "object" || member === null;
      if (isPlain ? this.#plain >= MAX_PLAIN : this.#nodes > MAX_NODES) {
        const mark = this.#replaced(OMITTED);
        // Back ends want the members of a list to be of one type.
        if (!isPlain) copy.push(mark);
        break;
      }
      if (isPlain) this.#plain += 1;
      copy.push((isPlain ? this.#copyPlain(member) : this.copy(member, depth + 1)) ?? null);
    }
    return copy;
  }

  #copyRecord(value: object, depth: number): Record<string, unknown> {
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      if (this.#nodes > MAX_NODES) {
        this.#cleaning.repairs += 1;
        break;
      }
      this.#length += key.length;
      const member = this.copy(this.#read(value, key), depth + 1);
      if (member !== undefined) setOwn(copy, key, member);
    }
    return copy;
  }

  /** A member whose getter throws is left out alone. */
  #read(owner: object, key: string | number): unknown {
    try {
      return Reflect.get(owner, key);
    } catch {
      // The application's getter or trap.
      return this.#replaced(undefined);
    }
  }

  #copyBytes(value: Uint8Array): unknown {
    const bytes = value.subarray(0, Math.min(value.length, this.#cleaning.maxLength));
    return this.#bounded(bytes) === bytes ? new Uint8Array(bytes) : OMITTED;
  }

  /** What upstream drops: the closest thing that an attribute can hold. */
  #copyInstance(value: object, depth: number): unknown {
    if (value instanceof Date)
      return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
    if (value instanceof Error) return this.copy(`${value.name}: ${value.message}`, depth);
    if (value instanceof RegExp) return this.copy(String(value), depth);
    if (types.isBoxedPrimitive(value)) return this.copy(value.valueOf(), depth);
    if (value instanceof Map) return this.#copyRecord(recordOf(value), depth);
    if (value instanceof Set) return this.#copyArray(take(value), depth);
    if (types.isAnyArrayBuffer(value)) return this.#copyBytes(new Uint8Array(value));
    if (value instanceof DataView) return this.#copyBytes(bytesOf(value));
    if (isNumbers(value)) return this.#copyArray(value, depth);
    if ("toJSON" in value && typeof value.toJSON === "function") {
      return this.copy(Reflect.apply(value.toJSON, value, []), depth + 1);
    }
    return this.#copyRecord(value, depth);
  }
}

function recordOf(map: ReadonlyMap<unknown, unknown>): object {
  return Object.fromEntries(take(map).map(([key, value]) => [String(key), value]));
}

/** As many members as a value may have nodes; iterators need not end. */
function take<T>(members: Iterable<T>): T[] {
  const taken: T[] = [];
  for (const member of members) {
    if (taken.push(member) > MAX_NODES) break;
  }
  return taken;
}

function isNumbers(value: object): value is ArrayLike<unknown> & object {
  return types.isTypedArray(value);
}

function bytesOf({ buffer, byteOffset, byteLength }: DataView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Assignment would call the setter of `__proto__`. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") {
    target[key] = value;
    return;
  }
  Object.defineProperty(target, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
