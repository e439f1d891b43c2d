import { jsonBytes } from "./json-bytes.ts";

/** A text that is cut further says nothing. In bytes, without quotes. */
export const SHORTEST_TEXT = 16;

/** What readers of messages and their schemas rely on; in an application's own data these names mean nothing. */
export const NEVER_CUT: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "file_id",
  "finish_reason",
  "id",
  "mime_type",
  "modality",
  "name",
  "role",
  "type",
]);

/** Whether a property holds what an application gave to a tool, or got from it. */
export function holdsData(key: string): boolean {
  return key === "arguments" || key === "response" || key === "metadata";
}

/** A list or an object of parsed JSON. */
export type Container = unknown[] | Record<string, unknown>;

/** Whether parsed JSON is a list or an object. */
export function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}

/** Bytes of a text in JSON, quotes included. */
export function textBytes(text: string): number {
  return PLAIN.test(text) ? text.length + 2 : jsonBytes(JSON.stringify(text));
}

const PLAIN = /^[ !#-[\]-~]*$/;

/** The least bytes that parsed JSON needs: its texts cut to {@link SHORTEST_TEXT}. Each part is measured once. */
export class LeastSizes {
  readonly #known = new Map<object, number>();

  /** @param data Whether the value is an application's own data, of which every text may be cut. */
  of(value: unknown, data: boolean, key = ""): number {
    if (typeof value === "string") {
      const bytes = textBytes(value);
      return !data && NEVER_CUT.has(key) ? bytes : Math.min(bytes, SHORTEST_TEXT + 2);
    }
    if (!isContainer(value)) return String(value).length;
    let size = this.#known.get(value);
    if (size === undefined) {
      size = this.#measure(value, data, key);
      this.#known.set(value, size);
    }
    return size;
  }

  #measure(value: Container, data: boolean, key: string): number {
    let size = 1;
    if (Array.isArray(value)) {
      for (const item of value) size += this.of(item, data, key) + 1;
    } else {
      for (const name in value) {
        size += textBytes(name) + 2 + this.of(value[name], data || holdsData(name), name);
      }
    }
    // As many commas as entries but one, and two brackets.
    return Math.max(size, 1) + (size === 1 ? 1 : 0);
  }
}
