import { compressions, otlpProtocols } from "./values.ts";
import { specifiedBy, type Variable } from "./variable.ts";

/** The three signals in the order in which they are reported. */
export const signals = ["traces", "metrics", "logs"] as const;

/** A kind of telemetry. */
export type Signal = (typeof signals)[number];

const settings: Readonly<Record<OtlpSetting, Variable>> = {
  ENDPOINT: {
    type: "url",
    doc: "Where telemetry is sent. The general variable is a base URL that gets `/v1/traces` etc. appended; the variable of one signal is used as it is. Default: http://localhost:4318 (http/…) or http://localhost:4317 (grpc).",
  },
  PROTOCOL: {
    type: "enum",
    default: "http/protobuf",
    values: otlpProtocols,
    doc: "The OTLP transport.",
  },
  HEADERS: {
    type: "pairs",
    secret: true,
    doc: "Headers (gRPC metadata) of each request as `key=value,key2=value2`, percent-encoded.",
  },
  TIMEOUT: {
    type: "integer",
    default: "10000",
    unit: "ms",
    zeroIsUnlimited: true,
    doc: "Longest time that one attempt to send a request may take: name resolution, connection, TLS and answer included.",
  },
  COMPRESSION: {
    type: "enum",
    default: "none",
    values: compressions,
    doc: "Compression of the requests.",
  },
  CERTIFICATE: {
    type: "path",
    doc: "PEM file with the certificates that the server's is checked against.",
  },
  CLIENT_KEY: {
    type: "path",
    secret: true,
    doc: "PEM file with the client's private key, for mutual TLS.",
  },
  CLIENT_CERTIFICATE: {
    type: "path",
    doc: "PEM file with the client's certificate, for mutual TLS.",
  },
  INSECURE: {
    type: "boolean",
    default: "false",
    doc: "For gRPC: no TLS for an endpoint written without a scheme.",
  },
};

/** A setting that exists for all signals and for each of them. */
export type OtlpSetting =
  | "CERTIFICATE"
  | "CLIENT_CERTIFICATE"
  | "CLIENT_KEY"
  | "COMPRESSION"
  | "ENDPOINT"
  | "HEADERS"
  | "INSECURE"
  | "PROTOCOL"
  | "TIMEOUT";

/** The general OTLP variable of a setting, or the one of a signal, which wins over it. */
export type OtlpVariableName =
  | `OTEL_EXPORTER_OTLP_${OtlpSetting}`
  | `OTEL_EXPORTER_OTLP_${Uppercase<Signal>}_${OtlpSetting}`;

/** All OTLP variables: each setting, general and per signal. */
export const otlpVariables: Readonly<Record<OtlpVariableName, Variable>> = specifiedBy(
  "https://opentelemetry.io/docs/specs/otel/protocol/exporter/#configuration-options",
  buildTable(),
);

/** The variables that may set `setting` for `signal`, the strongest first. */
export function otlpVariableNames(
  signal: Signal,
  setting: OtlpSetting,
): readonly [OtlpVariableName, OtlpVariableName] {
  return [`OTEL_EXPORTER_OTLP_${upperCase[signal]}_${setting}`, `OTEL_EXPORTER_OTLP_${setting}`];
}

const upperCase = { traces: "TRACES", metrics: "METRICS", logs: "LOGS" } as const;

function buildTable(): Record<OtlpVariableName, Variable> {
  const rows: [string, Variable][] = [];
  for (const [setting, row] of Object.entries(settings)) {
    rows.push([`OTEL_EXPORTER_OTLP_${setting}`, row]);
    for (const signal of signals) {
      const { default: _, ...own } = row;
      const doc = `For ${signal} alone: ${row.doc}`;
      rows.push([`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${setting}`, { ...own, doc }]);
    }
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every setting, general and per signal, was written above
  return Object.fromEntries(rows) as Record<OtlpVariableName, Variable>;
}
