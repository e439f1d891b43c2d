import type { Plain } from "./canonical-request.ts";
import type { Difference } from "./compare.ts";
import { jsonDifferences, type KnownDifferences } from "./known-json-differences.ts";
import type { Protocol } from "./run-engine.ts";

/** Everything that the engines tell differently of these parts of the application, and nothing else. */
export function knownDifferences(
  parts: readonly string[],
  protocol: Protocol,
): readonly Difference[] {
  const present = new Set(["self metrics", ...parts]);
  return [...differences, ...(protocol === "http/json" ? jsonDifferences : [])]
    .filter(({ part }) => present.has(part))
    .flatMap(({ of }) => of);
}

const text = (stringValue: string): Plain => ({ stringValue });
const whole = (intValue: string): Plain => ({ intValue });
const list = (...values: Plain[]): Plain => ({ arrayValue: { values } });
const members = (values: Record<string, Plain>): Plain => ({ kvlistValue: { values } });

/** Values that upstream drops as invalid. What is left of them in ours. */
const repaired: Readonly<Record<string, Plain>> = {
  bigInt: whole("10"),
  date: text("1970-01-01T00:00:00.000Z"),
  error: text("TypeError: bad"),
  url: text("http://example.test/path"),
  regExp: text("/x/g"),
  map: members({ k: text("v") }),
  set: list(text("a"), whole("1")),
  partlyGood: members({ good: text("x") }),
  badInList: list(text("good"), {}),
  boxed: text("boxed"),
  __proto__key: members(
    Object.fromEntries([
      ["__proto__", members({ a: text("b") })],
      ["constructor", text("c")],
    ]),
  ),
};

/** Values that the API allows, and that upstream takes in spans but not in their events. */
const richInEvents: Readonly<Record<string, Plain>> = {
  bytes: { bytesValue: "0001feff" },
  noBytes: { bytesValue: "" },
  object: members({
    text: text("a"),
    number: whole("1"),
    inner: members({ list: list(whole("1"), text("two"), { boolValue: false }), none: {} }),
  }),
  emptyObject: { kvlistValue: {} },
  mixed: list(text("a"), whole("1"), { boolValue: true }, { doubleValue: 0.5 }),
  nested: list(list(whole("1"), whole("2")), list(text("a"), list(text("b")))),
  objects: list(
    members({
      role: text("user"),
      parts: list(members({ type: text("text"), content: text("hello") })),
    }),
    { kvlistValue: {} },
  ),
};

const differences: readonly KnownDifferences[] = [
  {
    part: "spans",
    because: "upstream holds attributes of events to the values of older versions of the API",
    of: [
      ...under("span events | events 2 attributes", richInEvents),
      { where: "span events | events 2 droppedAttributesCount", upstream: 7 },
    ],
  },
  {
    part: "odd",
    because: "ours repairs values that upstream drops",
    of: [
      ...Object.entries(repaired).map(([key, value]) => ({
        where: `span odd ${key} | attributes`,
        native: { [key]: value, [`set.${key}`]: value },
      })),
      ...under("span odd in an event | events 0 attributes", repaired),
      ...under("span odd in a link | links 0 attributes", repaired),
    ],
  },
  {
    part: "odd",
    because:
      "upstream holds attributes of events to the values of older versions of the API, without null",
    of: [{ where: "span odd in an event | events 0 attributes null", native: {} }],
  },
  {
    part: "odd",
    because:
      "ours counts every value that it drops, upstream only those that were given at the start",
    of: [
      ...Object.keys(repaired).map((key) => ({
        where: `span odd ${key} | droppedAttributesCount`,
        upstream: 1,
      })),
      ...["symbol", "function"].map((key) => ({
        where: `span odd ${key} | droppedAttributesCount`,
        native: 2,
        upstream: 1,
      })),
      { where: "span odd in an event | events 0 droppedAttributesCount", native: 3, upstream: 15 },
      { where: "span odd in a link | links 0 droppedAttributesCount", native: 3, upstream: 14 },
    ],
  },
  {
    part: "odd",
    because: "only ours tells how many items were sent with a part left out, cut or mended",
    of: [{ where: "metric @agent-otel/sdk: agent_otel.repaired", native: "there" }],
  },
  {
    part: "logs",
    because: "only ours takes records from the package that the logs API was before",
    of: [{ where: "log old@0.1.0: old", native: "there" }],
  },
  {
    part: "self metrics",
    because:
      "each engine has its own metrics about itself, in a scope of its own; ours cover all signals and count every loss",
    of: [
      ...["span.inflight", "span.exported", "metric_data_point.inflight"].map(ownExporterMetric),
      ...["metric_data_point.exported", "log.inflight", "log.exported"].map(ownExporterMetric),
      ...["span.queue.size", "span.processed", "log.queue.size", "log.processed"].map((name) =>
        ownMetric(`processor.${name}`),
      ),
      ownMetric("log.created"),
      ...["span.started", "span.live"].flatMap((name) => [
        ownMetric(name),
        { where: `metric @opentelemetry/sdk-trace@3.0.0: otel.sdk.${name}`, upstream: "there" },
      ]),
    ],
  },
];

function under(where: string, values: Readonly<Record<string, Plain>>): readonly Difference[] {
  return Object.entries(values).map(([key, native]) => ({ where: `${where} ${key}`, native }));
}

function ownExporterMetric(name: string): Difference {
  return ownMetric(`exporter.${name}`);
}

function ownMetric(name: string): Difference {
  return { where: `metric @agent-otel/sdk: otel.sdk.${name}`, native: "there" };
}
