import { isObject, textIn, type Item } from "./items.ts";

/** An item, and a name for it that is the same in every run of the application. */
export interface LabelledItem {
  readonly label: string;
  readonly item: Item;
}

/** The items of one run, and what the random ids in them stand for. */
export interface Labelled {
  readonly items: readonly LabelledItem[];
  /** Words for the ids of the run's own spans and traces. */
  readonly ids: ReadonlyMap<string, string>;
}

/**
 * Labels spans by their place in the tree (names from the root on; those of one name and parent are numbered in the
 * order of their start), metrics by scope and name, log records by scope and event name or body in the order in which
 * they were made. The id of a trace that came from outside is not random and stands for itself.
 */
export function labelItems(items: readonly Item[]): Labelled {
  const spans = labelSpans(items.filter(({ signal }) => signal === "traces"));
  const others = items
    .filter(({ signal }) => signal !== "traces")
    .toSorted((a, b) => compareTimes(a, b, "observedTimeUnixNano"));
  const unused = createNumbering();
  const labelled = others.map((item) => ({ label: unused(nameOf(item)), item }));
  return { items: [...spans.items, ...labelled], ids: spans.ids };
}

function labelSpans(unordered: readonly Item[]): Labelled {
  const spans = unordered.toSorted((a, b) => compareTimes(a, b, "startTimeUnixNano"));
  const byId = new Map(spans.map((span) => [textIn(span.fields, "spanId"), span]));
  if (byId.size < spans.length) throw new Error("a span was received twice");
  const unused = createNumbering();
  const labels = new Map<Item, string>();
  const label = (span: Item): string => {
    const known = labels.get(span);
    if (known !== undefined) return known;
    const parent = byId.get(textIn(span.fields, "parentSpanId"));
    const place = parent === undefined ? rootOf(span) : `${label(parent)} > `;
    const made = unused(place + textIn(span.fields, "name"));
    labels.set(span, made);
    return made;
  };
  const items = spans.map((item) => ({ label: label(item), item }));
  const ids = items.flatMap(({ label: name, item: { fields } }): [string, string][] => {
    const own: [string, string] = [textIn(fields, "spanId"), `<${name}>`];
    const isRoot = textIn(fields, "parentSpanId") === "";
    return isRoot ? [own, [textIn(fields, "traceId"), `<trace of ${name}>`]] : [own];
  });
  return { items, ids: new Map(ids) };
}

/** A parent that is not among the run's own spans came with a trace from outside. */
function rootOf({ fields }: Item): string {
  return textIn(fields, "parentSpanId") === "" ? "span " : `span of ${textIn(fields, "traceId")} `;
}

function nameOf({ signal, scope, fields }: Item): string {
  const kind = signal === "metrics" ? "metric" : "log";
  const { body = {} } = fields;
  const text = isObject(body) ? textIn(body, "stringValue") : "";
  return `${kind} ${scope}: ${textIn(fields, "name") || textIn(fields, "eventName") || text}`;
}

/** Numbers a name from its second use on. */
function createNumbering(): (name: string) => string {
  const uses = new Map<string, number>();
  return (name) => {
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    return use === 1 ? name : `${name} #${use}`;
  };
}

function compareTimes(a: Item, b: Item, field: string): number {
  const [left, right] = [BigInt(textIn(a.fields, field)), BigInt(textIn(b.fields, field))];
  return left < right ? -1 : left > right ? 1 : 0;
}
