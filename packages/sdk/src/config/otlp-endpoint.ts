import { otlpVariableNames, type Signal } from "../env/otlp-variables.ts";
import type { EnvReader } from "../env/reader.ts";
import type { OtlpProtocol } from "./config.ts";

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
  const variable = reader.text(own) === undefined ? general : own;
  const text = reader.text(variable);
  if (text === undefined)
    return protocol === "grpc" ? "http://localhost:4317" : `http://localhost:4318/v1/${signal}`;
  const url = parseUrl(text, protocol === "grpc" ? (insecure ? "http" : "https") : undefined);
  if (url === undefined) {
    reader.report({
      variable,
      expected:
        protocol === "grpc"
          ? "a URL such as http://localhost:4317, or host:port"
          : "a URL such as http://localhost:4318",
      found: withoutCredentials(text),
      used: variable === general ? "nothing is exported to it" : `${signal} are not exported`,
    });
    return undefined;
  }
  if (protocol === "grpc") return url.origin;
  if (variable === general) url.pathname = `${url.pathname.replace(/\/+$/, "")}/v1/${signal}`;
  return url.href;
}

/** A URL may carry a password or a token: show it without. */
function withoutCredentials(text: string): string {
  return text.replace(/[?#].*$/s, "").replace(/^([a-z][a-z0-9+.-]*:\/*)?.*@/is, "$1***@");
}

function parseUrl(text: string, schemeIfAbsent: string | undefined): URL | undefined {
  const absolute =
    schemeIfAbsent === undefined || /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
      ? text
      : `${schemeIfAbsent}://${text}`;
  const url = URL.canParse(absolute) ? new URL(absolute) : undefined;
  const usable =
    url !== undefined &&
    (url.protocol === "http:" || url.protocol === "https:") &&
    !/\s/.test(text);
  return usable && url.hostname !== "" ? url : undefined;
}
