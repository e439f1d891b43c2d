import {
  otlpVariableNames,
  type OtlpSetting,
  type OtlpVariableName,
  type Signal,
} from "../env/otlp-variables.ts";
import type { EnvReader } from "../env/reader.ts";
import { compressions, otlpProtocols } from "../env/values.ts";
import type { OtlpConfig } from "./config.ts";
import { readEndpoint } from "./otlp-endpoint.ts";
import { readHeaders } from "./otlp-headers.ts";
import { readTlsFiles } from "./otlp-tls.ts";
import { strongest } from "./strongest.ts";

/**
 * The OTLP exporter of one signal ("OpenTelemetry Protocol Exporter"): the variable of the signal wins
 * over the general one. `undefined` when the endpoint is no usable address: the signal is then sent
 * nowhere, rather than to a place the user did not name.
 */
export function readOtlp(reader: EnvReader, signal: Signal): OtlpConfig | undefined {
  const read = <T>(setting: OtlpSetting, parse: OtlpReading<T>["parse"]): T | undefined =>
    readSetting(reader, { signal, setting, parse });
  const protocol =
    read("PROTOCOL", (name) => reader.choice(name, otlpProtocols)) ?? "http/protobuf";
  const timeoutMs = read("TIMEOUT", (name) => finite(reader.integer(name))) ?? 10_000;
  const compression = read("COMPRESSION", (name) => reader.choice(name, compressions)) ?? "none";
  const headers = readHeaders(reader, { signal, protocol });
  const insecure = read("INSECURE", (name) => reader.boolean(name)) ?? false;
  const url = readEndpoint(reader, signal, { protocol, insecure });
  const tls = readTlsFiles(reader, { signal, url });
  if (url === undefined) return undefined;
  reportUselessInsecure(reader, { signal, insecure, url });
  return { kind: "otlp", signal, protocol, url, headers, timeoutMs, compression, tls };
}

/** A number without a limit is none at all: the variable of one signal has no default. */
function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

interface OtlpReading<T> {
  readonly signal: Signal;
  readonly setting: OtlpSetting;
  /** Gives `undefined` for a bad value. */
  readonly parse: (name: OtlpVariableName) => T | undefined;
}

/** Reads the variable that decides, or the general one when that is bad; notes what counts for the signal. */
function readSetting<T>(
  reader: EnvReader,
  { signal, setting, parse }: OtlpReading<T>,
): T | undefined {
  const [own, general] = otlpVariableNames(signal, setting);
  const name = strongest(reader, signal, setting);
  const first = parse(name);
  const source = first === undefined ? general : name;
  const value = first ?? (name === general ? undefined : parse(general));
  const known = reader.settings.get(source);
  if (known !== undefined && source !== own) reader.settle(own, known.value, source);
  return value;
}

/** The scheme says whether TLS is used; INSECURE is for endpoints without one. */
function reportUselessInsecure(
  reader: EnvReader,
  { signal, insecure, url }: { signal: Signal; insecure: boolean; url: string },
): void {
  if (!insecure || !url.startsWith("https:")) return;
  reader.report({
    variable: strongest(reader, signal, "INSECURE"),
    expected: "an endpoint without https:// beside it",
    used: "the endpoint asks for TLS and gets it",
  });
}
