import type { Plain } from "./canonical-request.ts";
import type { Difference } from "./compare.ts";

/** Differences that are meant to be, with their reason. */
export interface KnownDifferences {
  /** The part of the application that shows them. */
  readonly part: "logs" | "metrics" | "odd" | "self metrics" | "spans";
  readonly because: string;
  readonly of: readonly Difference[];
}

/** 64 bits do not hold it, and JSON's numbers do. */
const HUGE = String(BigInt(Number.MAX_VALUE));
const BEYOND_64_BITS = String(2n ** 70n);

const POINT: Plain = { startTimeUnixNano: "<now>", timeUnixNano: "<now>", asDouble: 1 };
const notFinite = [
  ["notANumber", "NaN"],
  ["infinite", "Infinity"],
  ["negativeInfinite", "-Infinity"],
] as const;

/** What upstream's JSON of spans says otherwise than ours. */
export const jsonDifferences: readonly KnownDifferences[] = [
  {
    part: "spans",
    because: "upstream's JSON has whole numbers beyond 64 bits as integers, which OTLP cannot read",
    of: [
      ...["attributes at start", "attributes at once", "attributes one by one"].flatMap((name) =>
        notAnInteger(`span ${name} | attributes huge`, HUGE),
      ),
      ...notAnInteger("span events | events 2 attributes huge", HUGE),
      ...notAnInteger("span links | links 1 attributes huge", HUGE),
    ],
  },
  {
    part: "odd",
    because: "upstream's JSON has whole numbers beyond 64 bits as integers, which OTLP cannot read",
    of: inOddPlaces("beyond64Bits").flatMap((where) => notAnInteger(where, BEYOND_64_BITS)),
  },
  {
    part: "odd",
    because: "upstream's JSON has null for what is no finite number",
    of: notFinite.flatMap(([key, native]) =>
      inOddPlaces(key).map((where) => ({ where: `${where} doubleValue`, native })),
    ),
  },
];

/**
 * What ours says otherwise over http/json than over the other protocols: the JSON of metrics and log records is
 * written by upstream's serialiser (here `upstream`), which cannot do what ours of spans can. A Collector refuses a
 * request with any of these.
 */
export const jsonOfUpstream: readonly Difference[] = [
  { ...pointWith({ doubleValue: Number.MAX_VALUE }), native: POINT },
  { ...pointWith({ intValue: HUGE }), upstream: POINT },
  { where: "metric metrics@3.2.1: counter.odd | sum dataPoints {} asDouble", native: "NaN" },
  ...notAnInteger("log logs@1.0.0: body huge | body", HUGE),
  { where: "log logs@1.0.0: odd body notANumber | body", native: { doubleValue: "NaN" } },
  ...notAnInteger("log logs@1.0.0: attributes | attributes huge", HUGE),
  ...notAnInteger(
    "log logs@1.0.0: odd attribute beyond64Bits | attributes beyond64Bits",
    BEYOND_64_BITS,
  ),
  ...notFinite.map(([key, native]) => ({
    where: `log logs@1.0.0: odd attribute ${key} | attributes ${key} doubleValue`,
    native,
  })),
];

function pointWith(huge: Plain): Pick<Difference, "where"> {
  const attributes = JSON.stringify({ huge });
  return { where: `metric metrics@3.2.1: counter.attributes | sum dataPoints ${attributes}` };
}

function inOddPlaces(key: string): readonly string[] {
  return [
    `span odd ${key} | attributes ${key}`,
    `span odd ${key} | attributes set.${key}`,
    `span odd in an event | events 0 attributes ${key}`,
    `span odd in a link | links 0 attributes ${key}`,
  ];
}

function notAnInteger(where: string, integer: string): readonly Difference[] {
  return [
    { where: `${where} doubleValue`, native: Number(integer) },
    { where: `${where} intValue`, upstream: integer },
  ];
}
