/** The protocols through which a trace is checked, as in `OTEL_EXPORTER_OTLP_PROTOCOL`. */
export const PROTOCOLS = ["grpc", "http/protobuf"] as const;

/** One of {@link PROTOCOLS}. */
export type Protocol = (typeof PROTOCOLS)[number];
