import { otlpVariableNames, type OtlpVariableName, type Signal } from "../env/otlp-variables.ts";
import type { EnvReader } from "../env/reader.ts";
import type { OtlpProtocol } from "./config.ts";
import { strongest } from "./strongest.ts";
import { parseHttpUrl, withoutCredentials } from "./url.ts";

interface EndpointOptions {
  readonly protocol: OtlpProtocol;
  /** gRPC without a scheme: no TLS. */
  readonly insecure: boolean;
}

/**
 * The URL to which `signal` is sent, or `undefined` when the given text is no usable URL: a typing
 * mistake must not send telemetry to localhost instead ("Endpoint URLs for OTLP/HTTP").
 */
export function readEndpoint(
  reader: EnvReader,
  signal: Signal,
  { protocol, insecure }: EndpointOptions,
): string | undefined {
  const [own, general] = otlpVariableNames(signal, "ENDPOINT");
  const variable = strongest(reader, signal, "ENDPOINT");
  const url = read(reader, { signal, variable, protocol, insecure });
  if (url === undefined) return undefined;
  const isBase = variable === general && protocol !== "grpc";
  if (isBase) url.pathname = `${url.pathname.replace(/\/+$/, "")}/v1/${signal}`;
  const effective = protocol === "grpc" ? url.origin : url.href;
  reader.settle(own, withoutCredentials(effective), variable);
  return effective;
}

function read(
  reader: EnvReader,
  { signal, variable, protocol, insecure }: EndpointOptions & Target,
): URL | undefined {
  const isGrpc = protocol === "grpc";
  const text = reader.raw(variable);
  if (text === undefined)
    return new URL(isGrpc ? "http://localhost:4317" : "http://localhost:4318");
  const url = parseHttpUrl(text, isGrpc ? (insecure ? "http" : "https") : undefined);
  if (url !== undefined) {
    if (isGrpc && (url.username !== "" || url.pathname.length > 1 || url.search !== "")) {
      reader.report({
        variable,
        expected: "scheme, host and port alone for gRPC",
        used: "user, path and query are ignored",
      });
    }
    reader.settle(variable, withoutCredentials(text));
    return url;
  }
  const [own] = otlpVariableNames(signal, "ENDPOINT");
  const bare = isGrpc ? undefined : parseHttpUrl(text, "http");
  const suggestion = bare === undefined ? undefined : withoutCredentials(`http://${text}`);
  reader.report({
    variable,
    expected: isGrpc
      ? "a URL such as http://localhost:4317, or host:port"
      : "a URL such as http://localhost:4318",
    found: withoutCredentials(text),
    ...(suggestion === undefined ? {} : { suggestion }),
    used: variable === own ? `${signal} are not exported` : "nothing is exported to it",
  });
  reader.settle(variable, "(no usable URL)");
  reader.settle(own, "(no usable URL)", variable);
  return undefined;
}

interface Target {
  readonly signal: Signal;
  readonly variable: OtlpVariableName;
}
