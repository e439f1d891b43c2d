import { otlpVariableNames } from "../env/otlp-variables.ts";
import { type Pair, parsePairs } from "../env/pairs.ts";
import { quote } from "../env/problem.ts";
import type { EnvReader } from "../env/reader.ts";
import type { VariableName } from "../env/variables.ts";
import type { OtlpConfig, OtlpProtocol } from "./config.ts";
import { strongest } from "./strongest.ts";

/** General headers and the signal's own, merged; the signal's own win ("Specifying headers via environment variables"). */
export function readHeaders(
  reader: EnvReader,
  { signal, protocol }: Pick<OtlpConfig, "protocol" | "signal">,
): Readonly<Record<string, string>> {
  const [own, general] = otlpVariableNames(signal, "HEADERS");
  const fromGeneral = readHeaderPairs(reader, { variable: general, protocol });
  const fromOwn = readHeaderPairs(reader, { variable: own, protocol });
  const ownIsWeaker = reader.origin(general) === "option" && reader.origin(own) !== "option";
  const headers = ownIsWeaker ? { ...fromOwn, ...fromGeneral } : { ...fromGeneral, ...fromOwn };
  if (Object.keys(headers).length > 0) {
    reader.settle(own, masked(headers), strongest(reader, signal, "HEADERS"));
  }
  return headers;
}

// RFC 9110: a token; a value of visible ASCII, blanks and tabs (gRPC metadata takes no more than that).
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const headerValue = /^[\t\u0020-\u007E]*$/;

/** The headers of one variable; a faulty pair is a problem and left out alone. */
export function readHeaderPairs(
  reader: EnvReader,
  { variable, protocol }: { variable: VariableName; protocol: OtlpProtocol },
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const pair of parsePairs(reader.raw(variable) ?? "")) {
    const fault = headerFault(pair, protocol);
    if (fault === undefined && "value" in pair) headers[pair.key.toLowerCase()] = pair.value;
    else if (fault !== undefined) {
      reader.report({
        variable,
        expected: "key=value pairs separated by commas, percent-encoded",
        used: `${fault} is left out`,
      });
    }
  }
  if (Object.keys(headers).length > 0) reader.settle(variable, masked(headers));
  return headers;
}

function masked(headers: Readonly<Record<string, string>>): string {
  return Object.keys(headers)
    .map((name) => `${name}=***`)
    .join(",");
}

function headerFault(pair: Pair, protocol: OtlpProtocol): string | undefined {
  // A part without "=" may be a secret that someone pasted: its text is never shown.
  if ("fault" in pair) return pair.fault;
  if (protocol === "grpc" && pair.key.toLowerCase().endsWith("-bin")) {
    return `the header ${quote(pair.key)} (a name that ends in -bin is binary, which a variable cannot hold)`;
  }
  // What is no name may well be the credential itself.
  if (!headerName.test(pair.key)) return "a header whose name has characters that no name may have";
  // So may be a name without a value: "dG9rZW4=" is a token and no pair.
  if (/^=*$/.test(pair.value)) return "a header without a value";
  if (!headerValue.test(pair.value))
    return `the header ${quote(pair.key)} (its value has characters that no header may have)`;
  return undefined;
}
