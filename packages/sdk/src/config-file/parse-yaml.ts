import { createRequire } from "node:module";
import type { Document, Node, Scalar } from "yaml";
import type { Environment } from "../env/reader.ts";
import type { Fault, Path } from "./fault.ts";
import { substitute } from "./substitute.ts";

const require = createRequire(import.meta.url);

/** What a YAML file says. */
export interface ParsedYaml {
  /** The content as plain data, references replaced; undefined when it could not be parsed. */
  readonly value: unknown;
  /** Names of the variables that the file refers to. */
  readonly references: ReadonlySet<string>;
  readonly faults: readonly (Fault & { readonly line?: number })[];
  /** The line of a place, or of what lies around it, and the value when it stands in the file itself. */
  locate(path: Path): { readonly line?: number; readonly found?: string };
}

/**
 * Parses YAML 1.2 and replaces references in values, never in keys. A value that came by a reference into
 * unquoted text may become a number, a truth value or null, but never a list or a mapping.
 */
export function parseYaml(text: string, env: Environment): ParsedYaml {
  const yaml: typeof import("yaml") = require("yaml");
  const lines = new yaml.LineCounter();
  const references = new Set<string>();
  const substituted = new WeakSet<Scalar>();
  const faults: (Fault & { readonly line?: number })[] = [];
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  const fail = (expected: string, line?: number): void => {
    faults.push({ path: [], expected, ...(line === undefined ? {} : { line }) });
  };
  let document: Document | undefined;
  let value: unknown;
  try {
    document = yaml.parseDocument(text, { ...options, lineCounter: lines });
    for (const { code, pos } of document.errors.slice(0, MOST_ERRORS)) {
      // Upstream's message may repeat text of the file.
      fail(`YAML without the fault "${code.toLowerCase().replaceAll("_", " ")}"`, lineOf(pos[0]));
    }
    let aliases = 0;
    yaml.visit(document, {
      Alias() {
        // Each is searched for in the whole document.
        if (++aliases > MOST_ALIASES) throw new RangeError("too many aliases");
      },
      Scalar(key, node) {
        if (key === "key" || typeof node.value !== "string") return;
        const { text: replaced, names, isBroken } = substitute(node.value, env);
        for (const name of names) references.add(name);
        if (isBroken)
          fail("${NAME} or ${NAME:-default}, or $$ for $", lineOf(node.range?.[0] ?? 0));
        if (replaced === node.value) return;
        substituted.add(node);
        const isPlain = node.type === yaml.Scalar.PLAIN && node.tag === undefined;
        node.value = isPlain ? coerce(replaced) : replaced;
      },
    });
    if (faults.length === 0) value = document.toJS();
  } catch {
    // Nesting beyond the stack, aliases that multiply or lead nowhere: the message may repeat the file.
    fail("YAML without aliases that lead nowhere or multiply, and without endless nesting");
  }
  const locate: ParsedYaml["locate"] = (path) => {
    if (document === undefined) return {};
    const { node, offset } = find(document, path);
    const line = offset === undefined ? {} : { line: lineOf(offset) };
    if (!yaml.isScalar(node) || substituted.has(node)) return line;
    return { ...line, found: String(node.value) };
  };
  return { value, references, faults, locate };
}

// Messages stay without excerpts of the file, which may hold credentials; nothing is printed.
const options = { version: "1.2", prettyErrors: false, logLevel: "silent" } as const;
const MOST_ERRORS = 5;
const MOST_ALIASES = 1000;

/** What plain text that was inserted means in YAML. */
function coerce(text: string): unknown {
  const yaml: typeof import("yaml") = require("yaml");
  // Only these can be one of the types; nothing else is worth, or safe, to parse.
  if (text.length > 100 || text.includes("\n")) return text;
  const parsed = yaml.parseDocument(text, options);
  if (parsed.errors.length > 0 || parsed.contents === null) return text.trim() === "" ? null : text;
  if (!yaml.isScalar(parsed.contents)) return text;
  const { value } = parsed.contents;
  return value === null || typeof value === "number" || typeof value === "boolean" ? value : text;
}

/** The node at a place, and where it begins; for a key that is known, where the key begins. */
function find(document: Document, path: Path): { node?: Node; offset?: number } {
  const yaml: typeof import("yaml") = require("yaml");
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const step of path) {
    if (yaml.isAlias(node)) node = node.resolve(document);
    if (yaml.isMap(node)) {
      const pair = node.items.find(({ key }) => yaml.isScalar(key) && String(key.value) === step);
      if (pair === undefined) return offset === undefined ? {} : { offset };
      if (yaml.isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (yaml.isSeq(node) && typeof step === "number") {
      node = node.items[step];
      if (yaml.isNode(node)) offset = node.range?.[0] ?? offset;
    } else return offset === undefined ? {} : { offset };
  }
  return { ...(yaml.isNode(node) ? { node } : {}), ...(offset === undefined ? {} : { offset }) };
}
