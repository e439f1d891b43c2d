import type { PeerFolder } from "./install/peers.ts";

/** The name of a contender, as `--contender` takes it. */
export type ContenderName = (typeof contenderNames)[number];

/** All contenders in the order in which tables show them. */
export const contenderNames = [
  "bare",
  "upstream-auto",
  "upstream-node-sdk",
  "splunk",
  "elastic",
  "dd-trace",
  "ours",
] as const;

/** One way to have the same application traced. */
export interface Contender {
  readonly name: ContenderName;
  /** The package under measurement, whose version is reported; none for the bare application. */
  readonly package: string | undefined;
  readonly from: InstallationName;
  /** What `node` imports before the application. */
  readonly imports: readonly string[];
  /** Its environment for a receiver at `url`. */
  readonly env: (url: string, signals: Signals) => Readonly<Record<string, string>>;
  /** When so long nothing has arrived after a flush, in milliseconds, what is missing counts as lost. */
  readonly quietMs: number;
}

/**
 * What a contender runs from. All in one installation would not do: API 1.10 refuses a provider that was
 * registered through 1.9, which three of the peers need, and they would be silent in part or altogether.
 */
export type InstallationName = PeerFolder | "ours";

/** Which telemetry is on: traces alone, or metrics and logs, too. */
export type Signals = "all" | "traces";

/** Longer than one flush needs to cross the loopback interface, even on a busy machine. */
const QUIET_MS = 1_000;

/** What each contender is. */
export const contenders: Readonly<Record<ContenderName, Contender>> = {
  bare: {
    name: "bare",
    package: undefined,
    from: "upstream",
    imports: [],
    env: () => ({}),
    quietMs: 0,
  },
  "upstream-auto": openTelemetry("upstream-auto", {
    package: "@opentelemetry/auto-instrumentations-node",
    from: "upstream",
    imports: ["@opentelemetry/auto-instrumentations-node/register"],
  }),
  "upstream-node-sdk": openTelemetry("upstream-node-sdk", {
    package: "@opentelemetry/sdk-node",
    from: "upstream",
    imports: ["./node-sdk.mjs"],
  }),
  splunk: openTelemetry("splunk", {
    package: "@splunk/otel",
    from: "splunk",
    imports: ["@splunk/otel/instrument.js"],
  }),
  elastic: openTelemetry("elastic", {
    package: "@elastic/opentelemetry-node",
    from: "elastic",
    imports: ["@elastic/opentelemetry-node"],
  }),
  "dd-trace": {
    name: "dd-trace",
    package: "dd-trace",
    from: "dd-trace",
    imports: ["dd-trace/initialize.mjs", "./register.mjs"],
    env: datadogEnvironment,
    // It sends every 2 s and says that a flush is done before it is.
    quietMs: 3_000,
  },
  ours: openTelemetry("ours", {
    package: "@agent-otel/sdk",
    from: "ours",
    imports: ["@agent-otel/sdk/register"],
  }),
};

function openTelemetry(
  name: ContenderName,
  parts: Pick<Contender, "from" | "imports"> & { readonly package: string },
): Contender {
  return { name, ...parts, env: openTelemetryEnvironment, quietMs: QUIET_MS };
}

function openTelemetryEnvironment(url: string, signals: Signals): Record<string, string> {
  const others = signals === "all" ? "otlp" : "none";
  return {
    OTEL_SERVICE_NAME: "bench",
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_TRACES_EXPORTER: "otlp",
    OTEL_METRICS_EXPORTER: others,
    OTEL_LOGS_EXPORTER: others,
    // By default upstream also asks the metadata services of clouds, which are not here to answer.
    OTEL_NODE_RESOURCE_DETECTORS: "env,host,os,process,serviceinstance",
    ...(signals === "all" ? { SPLUNK_METRICS_ENABLED: "true" } : {}),
  };
}

function datadogEnvironment(url: string, signals: Signals): Record<string, string> {
  return {
    DD_SERVICE: "bench",
    DD_TRACE_AGENT_URL: url,
    DD_TRACE_OTEL_ENABLED: "true",
    // Reports on itself and remote control: no other contender has them on.
    DD_INSTRUMENTATION_TELEMETRY_ENABLED: "false",
    DD_REMOTE_CONFIGURATION_ENABLED: "false",
    ...(signals === "all" ? { DD_RUNTIME_METRICS_ENABLED: "true" } : {}),
  };
}
