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

const INTEGER_BEYOND_64_BITS =
  "upstream's JSON has whole numbers beyond 64 bits as integers, for which a Collector refuses the request";
const NULL_FOR_A_NUMBER =
  "upstream's JSON has null for what is no finite number, for which a Collector refuses the request";

/** What upstream's JSON says otherwise than ours. */
export const jsonDifferences: readonly KnownDifferences[] = [
  {
    part: "spans",
    because: INTEGER_BEYOND_64_BITS,
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
    because: INTEGER_BEYOND_64_BITS,
    of: inOddPlaces("beyond64Bits").flatMap((where) => notAnInteger(where, BEYOND_64_BITS)),
  },
  {
    part: "odd",
    because: NULL_FOR_A_NUMBER,
    of: notFinite.flatMap(([key, native]) =>
      inOddPlaces(key).map((where) => ({ where: `${where} doubleValue`, native })),
    ),
  },
  {
    part: "metrics",
    because: INTEGER_BEYOND_64_BITS,
    of: [
      { ...pointWith({ doubleValue: Number.MAX_VALUE }), native: POINT },
      { ...pointWith({ intValue: HUGE }), upstream: POINT },
    ],
  },
  {
    part: "metrics",
    because: NULL_FOR_A_NUMBER,
    of: [
      { where: "metric metrics@3.2.1: counter.odd | sum dataPoints {} asDouble", native: "NaN" },
    ],
  },
  {
    part: "logs",
    because: INTEGER_BEYOND_64_BITS,
    of: [
      ...notAnInteger("log logs@1.0.0: body huge | body", HUGE),
      ...notAnInteger("log logs@1.0.0: attributes | attributes huge", HUGE),
      ...notAnInteger(oddAttribute("beyond64Bits"), BEYOND_64_BITS),
    ],
  },
  {
    part: "logs",
    because: NULL_FOR_A_NUMBER,
    of: [
      { where: "log logs@1.0.0: odd body notANumber | body", native: { doubleValue: "NaN" } },
      // Which of the three it was, null does not say.
      ...notFinite.map(([key]) => ({ where: `${oddAttribute(key)} doubleValue`, native: "NaN" })),
    ],
  },
];

/**
 * What ours says otherwise over http/json (here `upstream`) than over http/protobuf: upstream's serialiser, which writes
 * metrics and log records, has null for infinite numbers too, and from null only NaN can be made.
 */
export const infiniteInJson: readonly Difference[] = notFinite
  .filter(([, protobuf]) => protobuf !== "NaN")
  .map(([key, native]) => {
    return { where: `${oddAttribute(key)} doubleValue`, native, upstream: "NaN" };
  });

function oddAttribute(key: string): string {
  return `log logs@1.0.0: odd attribute ${key} | attributes ${key}`;
}

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
