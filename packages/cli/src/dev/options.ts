import type { PortRequest } from "../backend/choose-port.ts";

/** Options of `agent-otel dev`. */
export interface DevOptions {
  /** The program and its arguments; empty: none. */
  command: readonly string[];
  host: string;
  ports: Readonly<Record<"grpc" | "http" | "tempo", PortRequest>>;
  /** Spans to keep. */
  maxSpans: number;
  /** Print traces as JSON. */
  json: boolean;
}

/** The ports that OpenTelemetry and Tempo register. */
export const defaultPorts: Readonly<Record<"grpc" | "http" | "tempo", number>> = {
  grpc: 4317,
  http: 4318,
  tempo: 3200,
};
