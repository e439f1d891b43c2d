import { parsePairs } from "../env/pairs.ts";
import type { Fault } from "./fault.ts";
import { type Check, isMapping } from "./shape.ts";

/** How headers travel: what gRPC calls metadata has narrower rules. */
type Transport = "grpc" | "http";

/** One header of a list: what cannot be sent would fail each export. */
export function checkHeaderItem(transport: Transport): Check {
  return (item) => (isMapping(item) ? checkHeader(item["name"], item["value"], transport) : []);
}

/** Headers as text: faulty pairs are left out, as for OTEL_EXPORTER_OTLP_HEADERS. */
export function checkHeaderPairs(transport: Transport): Check {
  return (value) => {
    if (typeof value !== "string") return [];
    return parsePairs(value).flatMap((pair): readonly Fault[] => {
      if (!("fault" in pair)) return checkHeader(pair.key, pair.value, transport);
      const expected = `key=value pairs, and not ${pair.fault}`;
      return [{ path: [], expected, secret: true, used: "that pair is left out" }];
    });
  };
}

function checkHeader(name: unknown, value: unknown, transport: Transport): readonly Fault[] {
  const rule = rules[transport];
  const faults: Fault[] = [];
  if (typeof name === "string" && !rule.name.test(name)) {
    faults.push({ path: [], expected: rule.expected, secret: true });
  }
  if (typeof value === "string" && !rule.value.test(value)) {
    const expected = "printable ASCII characters in the value of a header";
    faults.push({ path: [], expected, secret: true });
  }
  return faults;
}

interface Rule {
  readonly name: RegExp;
  readonly value: RegExp;
  readonly expected: string;
}

const rules: Readonly<Record<Transport, Rule>> = {
  http: {
    name: /^[!#$%&'*+.^_`|~\w-]+$/,
    value: /^[\t\u0020-\u007E]*$/,
    expected: "the name of a header",
  },
  grpc: {
    // Names that end in -bin are for bytes, which no file can give.
    name: /^(?!.*-bin$)[\w.-]+$/i,
    value: /^[\u0020-\u007E]*$/,
    expected: "a name of letters, digits, _, - and . that does not end in -bin",
  },
};
