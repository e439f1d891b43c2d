import { readGoDuration } from "./go-duration.ts";

/** How a value is compared. */
type Operator = (typeof operators)[number];

/** What of a span is compared. */
type Field =
  | { column: "name" | "status" | "kind" | "duration" }
  | { attribute: string; of: "span" | "resource" | "either" };

/** One comparison of a TraceQL filter. */
export interface Condition {
  field: Field;
  operator: Operator;
  value: string | number | bigint | boolean;
}

/** What a query may say. */
const supportedTraceql: string =
  'supported: { name = "x" && status = error && kind = server && duration > 100ms && ' +
  'resource.service.name = "x" && span.key = 1 && .key = true } with = != > >= < <= and &&';

/** Reads the filter `{ … }`; `{}` matches every span. Throws when the query says more than is supported. */
export function readTraceql(query: string): Condition[] {
  const inner = /^\s*\{([^]*)\}\s*$/.exec(query)?.[1];
  if (inner === undefined) throw unsupported(query);
  if (inner.trim() === "" || inner.trim() === "true") return [];
  const conditions: Condition[] = [];
  let rest = inner;
  for (;;) {
    const [matched, name = "", operator = "", value = ""] = comparison.exec(rest) ?? [];
    if (matched === undefined) throw unsupported(rest);
    conditions.push(readCondition(name, readOperator(operator), value));
    rest = rest.slice(matched.length);
    if (rest === "") return conditions;
    if (!rest.startsWith("&&")) throw unsupported(rest);
    rest = rest.slice(2);
  }
}

/** Reads `tags` of the older search: logfmt such as `service.name=x name="y z"`; each may be met by another span. */
export function readTags(tags: string): Condition[][] {
  const groups: Condition[][] = [];
  let rest = tags.trimStart();
  while (rest !== "") {
    const [matched, name = "", value = ""] = tag.exec(rest) ?? [];
    if (matched === undefined) {
      throw new Error(`invalid tags near ${shorten(rest)}: expected key=value key="value"`);
    }
    groups.push([readTag(name, unquote(value))]);
    rest = rest.slice(matched.length);
  }
  return groups;
}

const quoted = String.raw`"(?:[^"\\]|\\.)*"|` + "`[^`]*`";
const comparison = new RegExp(
  String.raw`^\s*([.\w][\w.:/-]*)\s*(!=|>=|<=|=(?!~)|>|<)\s*(${quoted}|[\w.µ+-]+)\s*`,
);
const tag = new RegExp(String.raw`^([^\s="]+)=(${quoted}|[^\s"]*)(?:\s+|$)`);
const operators = ["=", "!=", ">", ">=", "<", "<="] as const;
const statuses: Readonly<Record<string, number>> = { unset: 0, ok: 1, error: 2 };
const kinds = ["unspecified", "internal", "server", "client", "producer", "consumer"];

function readOperator(text: string): Operator {
  return operators.find((operator) => operator === text) ?? "=";
}

function readCondition(name: string, operator: Operator, text: string): Condition {
  const column = name.replace(/^span:/, "");
  if (column === "name" && /^["`]/.test(text)) {
    return { field: { column }, operator, value: unquote(text) };
  }
  if (column === "status" && Object.hasOwn(statuses, text)) {
    return { field: { column }, operator, value: statuses[text] ?? 0 };
  }
  if (column === "kind" && kinds.includes(text)) {
    return { field: { column }, operator, value: kinds.indexOf(text) };
  }
  if (column === "duration") {
    const value = readGoDuration(text);
    if (value !== undefined) return { field: { column }, operator, value };
  }
  const field = readAttribute(name);
  const value = readLiteral(text);
  if (field === undefined || value === undefined) throw unsupported(`${name} ${operator} ${text}`);
  return { field, operator, value };
}

function readAttribute(name: string): Field | undefined {
  const [, of = "", attribute = ""] = /^(resource|span|)\.(.+)$/.exec(name) ?? [];
  if (attribute === "") return undefined;
  return { attribute, of: of === "resource" || of === "span" ? of : "either" };
}

function readLiteral(text: string): Condition["value"] | undefined {
  if (/^["`]/.test(text)) return unquote(text);
  if (text === "true" || text === "false") return text === "true";
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function readTag(name: string, value: string): Condition {
  if (name === "name") return { field: { column: "name" }, operator: "=", value };
  if (name === "status.code" || name === "status") {
    const status = statuses[value];
    if (status === undefined) throw new Error(`invalid tags: ${name} is one of unset, ok, error`);
    return { field: { column: "status" }, operator: "=", value: status };
  }
  return { field: { attribute: name, of: "either" }, operator: "=", value };
}

function unquote(text: string): string {
  if (text.startsWith("`")) return text.slice(1, -1);
  return text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/g, "$1") : text;
}

function unsupported(part: string): Error {
  return new Error(`unsupported TraceQL near ${shorten(part)}; ${supportedTraceql}`);
}

function shorten(text: string): string {
  return JSON.stringify(text.trim().slice(0, 60));
}
