import { signals } from "../otlp/signal.ts";

/** Where the command's telemetry goes. */
export interface Endpoints {
  grpc: string;
  http: string;
}

/** The environment of the command, and what the user should know about it. */
export interface ChildEnvironment {
  env: NodeJS.ProcessEnv;
  notes: string[];
}

/** Directs a program's OpenTelemetry to our receivers; what else the user has set stays. An empty value is unset. */
export function childEnvironment(
  env: Readonly<NodeJS.ProcessEnv>,
  endpoints: Endpoints,
): ChildEnvironment {
  const protocol = env.OTEL_EXPORTER_OTLP_PROTOCOL || "http/protobuf";
  const directed = {
    OTEL_EXPORTER_OTLP_ENDPOINT: isGrpc(protocol) ? endpoints.grpc : endpoints.http,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_BSP_SCHEDULE_DELAY: env.OTEL_BSP_SCHEDULE_DELAY || "200",
    OTEL_BLRP_SCHEDULE_DELAY: env.OTEL_BLRP_SCHEDULE_DELAY || "200",
    OTEL_METRIC_EXPORT_INTERVAL: env.OTEL_METRIC_EXPORT_INTERVAL || "5000",
  };
  const perSignal = signals.map((signal) => directSignal(env, signal, { protocol, endpoints }));
  return {
    env: Object.assign({}, env, directed, ...perSignal.map((signal) => signal.env)),
    notes: [...perSignal.flatMap((signal) => signal.notes), ...findSwitchedOff(env)],
  };
}

function isGrpc(protocol: string): boolean {
  return protocol.trim().toLowerCase() === "grpc";
}

/** A signal with an endpoint of its own keeps it; one with a protocol of its own gets the endpoint that speaks it. */
function directSignal(
  env: Readonly<NodeJS.ProcessEnv>,
  signal: string,
  { protocol, endpoints }: { protocol: string; endpoints: Endpoints },
): ChildEnvironment {
  const variable = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}`;
  const own = env[`${variable}_ENDPOINT`];
  if (own !== undefined && own !== "") {
    return { env: {}, notes: [`${variable}_ENDPOINT is set: the ${signal} go there, not here.`] };
  }
  const ownProtocol = env[`${variable}_PROTOCOL`] || protocol;
  if (isGrpc(ownProtocol) === isGrpc(protocol)) return { env: {}, notes: [] };
  const endpoint = isGrpc(ownProtocol) ? endpoints.grpc : `${endpoints.http}/v1/${signal}`;
  return { env: { [`${variable}_ENDPOINT`]: endpoint }, notes: [] };
}

function findSwitchedOff(env: Readonly<NodeJS.ProcessEnv>): string[] {
  const notes: string[] = [];
  if (env.OTEL_SDK_DISABLED?.trim().toLowerCase() === "true") {
    notes.push("OTEL_SDK_DISABLED=true is set: the command will send nothing.");
  }
  const exporter = env.OTEL_TRACES_EXPORTER ?? "";
  if (exporter !== "" && !exporter.split(",").some((name) => name.trim() === "otlp")) {
    notes.push("OTEL_TRACES_EXPORTER is set and does not name otlp: no traces will come here.");
  }
  return notes;
}
