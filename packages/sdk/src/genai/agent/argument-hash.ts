import { parseArguments } from "./parse-arguments.ts";

/**
 * A number that is the same for the same tool and the same arguments, whatever the order of their keys, whether they are
 * given as values or as JSON text. Undefined where the arguments are too long or too nested to be compared, and for what
 * cannot be read. Never throws.
 */
export function argumentHash(tool: string, given: unknown): number | undefined {
  try {
    const hash = new Hash();
    hash.text(tool);
    return hash.value(parseArguments(given), 0) ? hash.result() : undefined;
  } catch {
    // A getter or proxy of the application's arguments threw: they are not compared.
    return undefined;
  }
}

const MOST_CHARACTERS = 65_536;
const MOST_PARTS = 10_000;
const MOST_LEVELS = 32;

/** 53 bits from two rounds of 32 (the construction known as cyrb53): quick, and collisions need millions of calls. */
class Hash {
  #high = 0xde_ad_be_ef;
  #low = 0x41_c6_ce_57;
  #characters = 0;
  #parts = 0;

  /** False where the value is too large. */
  value(value: unknown, level: number): boolean {
    this.#parts += 1;
    if (this.#parts > MOST_PARTS || level > MOST_LEVELS) return false;
    if (Array.isArray(value)) {
      this.text("[");
      return value.every((item) => this.value(item, level + 1)) && this.text("]");
    }
    if (typeof value === "object" && value !== null) return this.#object(value, level);
    return this.text(`${typeof value}:${String(value)};`);
  }

  text(text: string): boolean {
    this.#characters += text.length;
    if (this.#characters > MOST_CHARACTERS) return false;
    for (let index = 0; index < text.length; index += 1) {
      // oxlint-disable-next-line unicorn/prefer-code-point -- units are enough, and quicker
      const unit = text.charCodeAt(index);
      this.#high = Math.imul(this.#high ^ unit, 2_654_435_761);
      this.#low = Math.imul(this.#low ^ unit, 1_597_334_677);
    }
    return true;
  }

  result(): number {
    let high = Math.imul(this.#high ^ (this.#high >>> 16), 2_246_822_507);
    high ^= Math.imul(this.#low ^ (this.#low >>> 13), 3_266_489_909);
    let low = Math.imul(this.#low ^ (this.#low >>> 16), 2_246_822_507);
    low ^= Math.imul(this.#high ^ (this.#high >>> 13), 3_266_489_909);
    return 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
  }

  #object(value: object, level: number): boolean {
    if (ArrayBuffer.isView(value)) return false;
    const entries = Object.entries(value);
    if (entries.length > MOST_PARTS) return false;
    if (entries.length === 0 && !isPlain(value)) return false;
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    this.text("{");
    return (
      entries.every(([key, item]) => this.text(`${key}=`) && this.value(item, level + 1)) &&
      this.text("}")
    );
  }
}

/** Maps, dates and the like hold what their entries do not show. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
