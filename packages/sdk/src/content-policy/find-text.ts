/**
 * Looks for a text in a value of any kind, at any depth: in texts, bytes, the names and values of members (getters
 * included), maps, sets and errors; as it is, in base64 and in hexadecimal digits.
 *
 * @returns Where it is, e.g. `[0].attributes["input.value"]`; undefined when it is nowhere.
 */
export function findText(value: unknown, text: string): string | undefined {
  return new Search(formsOf(text)).find(value, "");
}

/** In base64 a text looks different at each of three offsets, and its first and last digits depend on its neighbours. */
function formsOf(text: string): readonly string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]).toString("base64");
    return encoded.slice(offset === 0 ? 0 : offset + 1).replace(/.{2}={0,2}$/, "");
  });
  const hex = Buffer.from(text).toString("hex");
  const forms = [text, ...base64, hex, hex.toUpperCase()];
  return [...forms, ...base64.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"))];
}

/** The stack has room for that many. */
const MAX_DEPTH = 500;

class Search {
  readonly #forms: readonly string[];
  readonly #seen = new Set<object>();

  constructor(forms: readonly string[]) {
    this.#forms = forms;
  }

  find(value: unknown, place: string, depth = 0): string | undefined {
    if (typeof value === "string") return this.#has(value) ? nameOf(place) : undefined;
    if (typeof value === "symbol") return this.#has(String(value)) ? nameOf(place) : undefined;
    if (typeof value !== "object" || value === null) return undefined;
    if (depth > MAX_DEPTH || this.#seen.has(value)) return undefined;
    this.#seen.add(value);
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value;
      return this.find(
        Buffer.from(buffer, byteOffset, byteLength).toString("latin1"),
        place,
        depth,
      );
    }
    if (value instanceof ArrayBuffer) return this.find(new Uint8Array(value), place, depth);
    if (value instanceof Map) return this.#findIn([...value], place, depth);
    if (value instanceof Set) return this.#findIn([...value], place, depth);
    return this.#findIn(value, place, depth);
  }

  #findIn(value: object, place: string, depth: number): string | undefined {
    for (const key of keysOf(value)) {
      const within = Array.isArray(value) ? `${place}[${key}]` : memberOf(place, key);
      if (this.#has(key)) return nameOf(within);
      const found = this.find(read(value, key), within, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #has(text: string): boolean {
    return this.#forms.some((form) => text.includes(form));
  }
}

/** Own members, and the getters of the classes in between: spans show much of what they have through these. */
function keysOf(value: object): readonly string[] {
  const given: unknown = Object.getPrototypeOf(value);
  const isInstance = given !== Object.prototype && given !== null && !Array.isArray(value);
  // What a class has under such names is its machinery, from which whole programs can be reached.
  const own = Object.keys(value).filter((key) => !isInstance || !key.startsWith("_"));
  const keys = new Set(own);
  if (value instanceof Error) for (const key of ["message", "stack", "cause"]) keys.add(key);
  if (Array.isArray(value)) return [...keys];
  let prototype = given;
  while (typeof prototype === "object" && prototype !== null && prototype !== Object.prototype) {
    for (const [key, member] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if ("get" in member && key !== "__proto__") keys.add(key);
    }
    prototype = Object.getPrototypeOf(prototype);
  }
  return [...keys];
}

function read(owner: object, key: string): unknown {
  try {
    return Reflect.get(owner, key);
  } catch {
    // A getter that throws shows nobody anything.
    return undefined;
  }
}

function memberOf(place: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${place}[${JSON.stringify(key)}]`;
  return place === "" ? key : `${place}.${key}`;
}

function nameOf(place: string): string {
  return place === "" ? "the value itself" : place;
}
