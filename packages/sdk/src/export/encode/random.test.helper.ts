/** Random values that are the same for the same seed. */
export interface Random {
  /** 0 to below 1. */
  fraction(): number;
  /** 0 to below `limit`. */
  below(limit: number): number;
  /** One of the members. */
  oneOf<T>(members: readonly T[]): T;
}

/** A generator ("mulberry32") for property tests: a failure names its seed, and can be repeated. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  const fraction = (): number => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    fraction,
    below: (limit) => Math.floor(fraction() * limit),
    oneOf: (members) => at(members, Math.floor(fraction() * members.length)),
  };
}

function at<T>(members: readonly T[], index: number): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a member of the list, which may be undefined
  return members[index] as T;
}

/** An attribute value of any kind that OTLP has, nested up to three times. */
export function randomValue(random: Random, depth: number = 0): unknown {
  const kinds = depth < 3 ? KINDS : KINDS.slice(0, 5);
  switch (random.oneOf(kinds)) {
    case "text":
      return randomText(random);
    case "number":
      return randomNumber(random);
    case "boolean":
      return random.below(2) === 0;
    case "null":
      return null;
    case "bytes":
      return Uint8Array.from({ length: random.below(200) }, () => random.below(256));
    case "array":
      return Array.from({ length: random.below(6) }, () => randomValue(random, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: random.below(6) }, () => [
          randomText(random),
          randomValue(random, depth + 1),
        ]),
      );
  }
}

const KINDS = ["text", "text", "number", "boolean", "null", "bytes", "array", "object"] as const;

/** Numbers around every boundary of the encodings. */
function randomNumber(random: Random): number {
  return random.oneOf([
    0,
    -0,
    random.below(1000),
    -random.below(1000),
    random.fraction(),
    -random.fraction() * 1e9,
    2 ** random.below(70),
    -(2 ** random.below(70)),
    2 ** random.below(63) - 1,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
    Number.MAX_VALUE,
    Number.MIN_VALUE,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]);
}

/** Texts around every boundary of lengths, in ASCII and beyond it. */
export function randomText(random: Random): string {
  const length = random.oneOf([0, 1, 5, 20, 46, 47, 48, 49, 100, 127, 128, 129, 300, 20_000]);
  const unit = random.oneOf(["a", "a", "a", "é", "中", "😀", "\0", "\u{7f}", "\u{80}", '"', "\n"]);
  return (random.below(1000) + unit.repeat(length)).slice(0, length + 1).toWellFormed();
}

/** Hexadecimal digits without a zero. */
export function randomHex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => (1 + random.below(15)).toString(16)).join("");
}
