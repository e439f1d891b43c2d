import type { Service } from "./programs.ts";

/** What a port is for, the variable that sets it, and the port used without it. */
export interface PortEntry {
  /** Environment variable that sets the port. */
  readonly variable: string;
  /** Port on 127.0.0.1 when the variable is not set. */
  readonly fallback: number;
  /** The part that listens there. */
  readonly part: Service;
  /** What is spoken there, for people. */
  readonly purpose: string;
}

/** Names of all ports, in the order of the table. */
export const PORT_NAMES = [
  "otlpGrpc",
  "otlpHttp",
  "collectorMetrics",
  "tempo",
  "tempoOtlpGrpc",
  "tempoOtlpHttp",
  "tempoGrpc",
  "tempoMemberlist",
  "prometheus",
  "loki",
  "lokiGrpc",
  "grafana",
] as const;

/** Name of one port of the stack. */
export type PortName = (typeof PORT_NAMES)[number];

/** The port numbers of one running or planned stack. */
export type StackPorts = Readonly<Record<PortName, number>>;

/** Every port of the stack. The Collector's and Tempo's configuration read the same variables. */
export const PORTS: Readonly<Record<PortName, PortEntry>> = {
  otlpGrpc: {
    variable: "AGENT_OTEL_STACK_OTLP_GRPC_PORT",
    fallback: 4317,
    part: "collector",
    purpose: "OTLP over gRPC",
  },
  otlpHttp: {
    variable: "AGENT_OTEL_STACK_OTLP_HTTP_PORT",
    fallback: 4318,
    part: "collector",
    purpose: "OTLP over HTTP",
  },
  collectorMetrics: {
    variable: "AGENT_OTEL_STACK_COLLECTOR_METRICS_PORT",
    fallback: 8888,
    part: "collector",
    purpose: "the Collector's own metrics",
  },
  tempo: {
    variable: "AGENT_OTEL_STACK_TEMPO_PORT",
    fallback: 3200,
    part: "tempo",
    purpose: "Tempo's HTTP API",
  },
  tempoOtlpGrpc: {
    variable: "AGENT_OTEL_STACK_TEMPO_OTLP_GRPC_PORT",
    fallback: 4417,
    part: "tempo",
    purpose: "OTLP over gRPC into Tempo",
  },
  tempoOtlpHttp: {
    variable: "AGENT_OTEL_STACK_TEMPO_OTLP_HTTP_PORT",
    fallback: 4418,
    part: "tempo",
    purpose: "OTLP over HTTP into Tempo",
  },
  tempoGrpc: {
    variable: "AGENT_OTEL_STACK_TEMPO_GRPC_PORT",
    fallback: 9095,
    part: "tempo",
    purpose: "Tempo's internal gRPC",
  },
  tempoMemberlist: {
    variable: "AGENT_OTEL_STACK_TEMPO_MEMBERLIST_PORT",
    fallback: 7946,
    part: "tempo",
    purpose: "Tempo's member list",
  },
  prometheus: {
    variable: "AGENT_OTEL_STACK_PROMETHEUS_PORT",
    fallback: 9090,
    part: "prometheus",
    purpose: "Prometheus' HTTP API, OTLP metrics",
  },
  loki: {
    variable: "AGENT_OTEL_STACK_LOKI_PORT",
    fallback: 3100,
    part: "loki",
    purpose: "Loki's HTTP API, OTLP logs",
  },
  lokiGrpc: {
    variable: "AGENT_OTEL_STACK_LOKI_GRPC_PORT",
    fallback: 9096,
    part: "loki",
    purpose: "Loki's internal gRPC",
  },
  grafana: {
    variable: "AGENT_OTEL_STACK_GRAFANA_PORT",
    fallback: 3000,
    part: "grafana",
    purpose: "Grafana (only with Docker)",
  },
};

/** Ports that one part listens on. */
export function portsOf(part: PortEntry["part"]): readonly PortName[] {
  return PORT_NAMES.filter((name) => PORTS[name].part === part);
}

/** Gives every port a number, asking once for each in the order of the table. */
export function assignPorts(give: (name: PortName) => number): StackPorts {
  return {
    otlpGrpc: give("otlpGrpc"),
    otlpHttp: give("otlpHttp"),
    collectorMetrics: give("collectorMetrics"),
    tempo: give("tempo"),
    tempoOtlpGrpc: give("tempoOtlpGrpc"),
    tempoOtlpHttp: give("tempoOtlpHttp"),
    tempoGrpc: give("tempoGrpc"),
    tempoMemberlist: give("tempoMemberlist"),
    prometheus: give("prometheus"),
    loki: give("loki"),
    lokiGrpc: give("lokiGrpc"),
    grafana: give("grafana"),
  };
}

/** The ports as environment variables, for the configuration files and Docker Compose. */
export function portVariables(ports: StackPorts): Record<string, string> {
  return Object.fromEntries(PORT_NAMES.map((name) => [PORTS[name].variable, String(ports[name])]));
}
