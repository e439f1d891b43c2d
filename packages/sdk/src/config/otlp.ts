import { otlpVariableNames, type OtlpSetting, type Signal } from "../env/otlp-variables.ts";
import { type Pair, parsePairs } from "../env/pairs.ts";
import { quote } from "../env/problem.ts";
import type { EnvReader } from "../env/reader.ts";
import { compressions, otlpProtocols } from "../env/values.ts";
import type { VariableName } from "../env/variables.ts";
import type { OtlpConfig, OtlpProtocol, TlsFiles } from "./config.ts";
import { readEndpoint } from "./otlp-endpoint.ts";

/**
 * The OTLP exporter of one signal ("OpenTelemetry Protocol Exporter"): the variable of the signal wins
 * over the general one. `undefined` when the endpoint is no usable address: the signal is then sent
 * nowhere, rather than to a place the user did not name.
 */
export function readOtlp(reader: EnvReader, signal: Signal): OtlpConfig | undefined {
  const name = (setting: OtlpSetting): VariableName => strongest(reader, signal, setting);
  const protocol = reader.choice(name("PROTOCOL"), otlpProtocols) ?? "http/protobuf";
  const rest = {
    headers: readHeaders(reader, { signal, protocol }),
    timeoutMs: reader.integer(name("TIMEOUT"), { min: 1 }) ?? 10_000,
    compression: reader.choice(name("COMPRESSION"), compressions) ?? "none",
    tls: readTlsFiles(reader, name),
  };
  const insecure = reader.boolean(name("INSECURE")) ?? false;
  const url = readEndpoint(reader, signal, { protocol, insecure });
  return url === undefined ? undefined : { kind: "otlp", signal, protocol, url, ...rest };
}

/** The variable to read: the signal's own when it is set, else the general one. */
function strongest(reader: EnvReader, signal: Signal, setting: OtlpSetting): VariableName {
  const [own, general] = otlpVariableNames(signal, setting);
  return reader.text(own) === undefined ? general : own;
}

function readTlsFiles(reader: EnvReader, name: (setting: OtlpSetting) => VariableName): TlsFiles {
  const certificate = reader.text(name("CERTIFICATE"));
  const clientKey = reader.text(name("CLIENT_KEY"));
  const clientCertificate = reader.text(name("CLIENT_CERTIFICATE"));
  if ((clientKey === undefined) !== (clientCertificate === undefined)) {
    const [set, missing] =
      clientKey === undefined
        ? (["CLIENT_CERTIFICATE", "CLIENT_KEY"] as const)
        : (["CLIENT_KEY", "CLIENT_CERTIFICATE"] as const);
    reader.report({
      variable: name(set),
      expected: `${name(missing)} to be set as well`,
      used: "no client certificate is sent",
    });
  }
  return {
    ...(certificate === undefined ? {} : { certificate }),
    ...(clientKey === undefined || clientCertificate === undefined
      ? {}
      : { clientKey, clientCertificate }),
  };
}

/** General headers and the signal's own, merged; the signal's own win ("Specifying headers via environment variables"). */
function readHeaders(
  reader: EnvReader,
  { signal, protocol }: Pick<OtlpConfig, "protocol" | "signal">,
): Readonly<Record<string, string>> {
  const [own, general] = otlpVariableNames(signal, "HEADERS");
  return {
    ...readHeaderPairs(reader, { variable: general, protocol }),
    ...readHeaderPairs(reader, { variable: own, protocol }),
  };
}

// RFC 9110: a token; a value of visible ASCII, blanks and tabs (gRPC metadata takes no more than that).
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const headerValue = /^[\t\u0020-\u007E]*$/;

function readHeaderPairs(
  reader: EnvReader,
  { variable, protocol }: { variable: VariableName; protocol: OtlpProtocol },
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const pair of parsePairs(reader.text(variable) ?? "")) {
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
  return headers;
}

function headerFault(pair: Pair, protocol: OtlpProtocol): string | undefined {
  // A part without "=" may be a secret that someone pasted: its text is never shown.
  if ("fault" in pair) return pair.fault;
  if (protocol === "grpc" && pair.key.toLowerCase().endsWith("-bin")) {
    return `the header ${quote(pair.key)} (a name that ends in -bin is binary, which a variable cannot hold)`;
  }
  if (!headerName.test(pair.key)) return `the header name ${quote(pair.key)}`;
  if (!headerValue.test(pair.value))
    return `the header ${quote(pair.key)} (its value has characters that no header may have)`;
  return undefined;
}
