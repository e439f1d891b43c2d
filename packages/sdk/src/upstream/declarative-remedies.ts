import type { OtlpProtocol } from "../config/config.ts";
import { explainFailure } from "../export/explain-failure.ts";
import { ExplainedError } from "../export/explained-error.ts";

/** The error of an export whose remedy names the keys of the configuration file instead of variables. */
export function explainForFile(error: unknown, protocol: OtlpProtocol): ExplainedError {
  const failure = explainFailure(error, protocol);
  return new ExplainedError({ ...failure, remedy: inFileTerms(failure.remedy) });
}

/** Advice that names variables, which a configuration file makes void, as advice that names its keys. */
export function inFileTerms(text: string): string {
  return terms.reduce((result, [variable, key]) => result.replaceAll(variable, key), text);
}

const terms: readonly (readonly [variable: RegExp, key: string])[] = [
  [
    /OTEL_EXPORTER_OTLP_ENDPOINT is a base URL without \/v1\/…, the variable of one signal a whole URL/g,
    "endpoint is a whole URL, /v1/… included",
  ],
  [/set OTEL_EXPORTER_OTLP_PROTOCOL=grpc/gi, "use otlp_grpc in OTEL_CONFIG_FILE"],
  [/set OTEL_EXPORTER_OTLP_PROTOCOL=http\/protobuf/gi, "use otlp_http in OTEL_CONFIG_FILE"],
  [/set its OTEL_…_EXPORTER to none/gi, "leave its exporter out of OTEL_CONFIG_FILE"],
  [/\bOTEL_EXPORTER_OTLP_ENDPOINT\b/g, "endpoint in OTEL_CONFIG_FILE"],
  [/\bOTEL_EXPORTER_OTLP_HEADERS\b/g, "headers in OTEL_CONFIG_FILE"],
  [/\bOTEL_EXPORTER_OTLP_TIMEOUT\b/g, "timeout in OTEL_CONFIG_FILE"],
  [/\bOTEL_EXPORTER_OTLP_CERTIFICATE\b/g, "tls.ca_file in OTEL_CONFIG_FILE"],
  [/\bOTEL_EXPORTER_OTLP_CLIENT_KEY\b/g, "tls.key_file in OTEL_CONFIG_FILE"],
  [/\bOTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE\b/g, "tls.cert_file in OTEL_CONFIG_FILE"],
  [/\bOTEL_BSP_MAX_EXPORT_BATCH_SIZE\b/g, "max_export_batch_size in OTEL_CONFIG_FILE"],
  [/\bOTEL_EXPORTER_PROMETHEUS_PORT\b/g, "port in OTEL_CONFIG_FILE"],
  [/\bOTEL_EXPORTER_PROMETHEUS_HOST\b/g, "host in OTEL_CONFIG_FILE"],
];
