/** Why agent-otel does otherwise without any variable, by what is looked at. */
export const defaultReasons: Readonly<Record<string, string>> = {
  "resource host.id":
    "It identifies the machine wherever the telemetry goes, and nothing here needs it.",
  "resource process.command": secretive("The path of the program"),
  "resource process.command_args": secretive("Arguments"),
  "resource process.executable.path": secretive("The path of Node.js"),
  "resource process.owner": secretive("The user's name"),
  "resource service.name":
    "The path of the node binary names no service; the nearest package.json does.",
  "resource service.version": "The nearest package.json says it.",
  "resource os.type": detected(),
  "resource os.version": detected(),
  "resource service.instance.id": detected(),
  "resource telemetry.distro.name": "The specification asks a distribution to name itself.",
  "resource telemetry.distro.version": "The specification asks a distribution to name itself.",
  "own metrics":
    "What is lost on the way must be seen; they are small, and a process without other telemetry sends none. `OTEL_NODE_EXPERIMENTAL_SDK_METRICS=false` turns them off.",
};

/** Variables of which some values keep telemetry back that upstream sends. With all others that is a fault. */
export const mayWithhold: ReadonlySet<string> = new Set([
  "OTEL_TRACES_SAMPLER",
  "OTEL_TRACES_SAMPLER_ARG",
  "OTEL_CONFIG_FILE",
  "OTEL_TRACES_ENABLED",
  "OTEL_OTLP_EXPORT",
  "AGENT_OTEL_STRICT",
]);

/** Why agent-otel does otherwise with a value of a variable; for an OTLP variable of one signal as for the general one. */
export const reasons: Readonly<Record<string, string>> = {
  OTEL_SERVICE_NAME:
    "Control characters would break lines in back ends and terminals: they are left out.",
  OTEL_RESOURCE_ATTRIBUTES:
    "A bad pair costs that pair alone, and a value may hold `=`; upstream drops all attributes.",
  OTEL_LOG_LEVEL:
    "stdout belongs to the application: what the SDK says goes to stderr. Upstream's lines for debugging are written to stdout.",
  OTEL_PROPAGATORS:
    "`jaeger` and `xray` are values of the specification, and names are taken in any case, as it recommends. Upstream leaves an unknown name out, and without another one it propagates nothing.",
  OTEL_TRACES_SAMPLER:
    "A typing mistake must not raise the rate: with an unknown sampler nothing is recorded, where upstream records all. Names are taken in any case.",
  OTEL_TRACES_SAMPLER_ARG:
    "A ratio that cannot be read must not raise the rate: no traces are started, where upstream records all.",
  OTEL_CONFIG_FILE:
    "NodeSDK does not read the variable. agent-otel runs what the file says, and a file that cannot be used turns telemetry off, as the specification asks.",
  OTEL_TRACES_EXPORTER: exporterNames(),
  OTEL_METRICS_EXPORTER: exporterNames(),
  OTEL_LOGS_EXPORTER: exporterNames(),
  OTEL_EXPORTER_PROMETHEUS_HOST: "Values are trimmed.",
  OTEL_EXPORTER_PROMETHEUS_PORT:
    "A number that is no port falls back to the documented default, where upstream's server fails and says nothing.",
  OTEL_EXPORTER_ZIPKIN_ENDPOINT:
    "No value may crash or hold the process: spans are not exported, and a line says so. Upstream crashes on a URL that it cannot read, and does not end with one that is not HTTP.",
  OTEL_EXPORTER_OTLP_ENDPOINT:
    "An endpoint that cannot be used must not silently become localhost: nothing is exported to it and nothing is recorded for it. Upstream sends to localhost:4318, or fails on every export.",
  OTEL_EXPORTER_OTLP_PROTOCOL:
    "Values are trimmed and taken in any case; upstream does neither for every signal.",
  OTEL_EXPORTER_OTLP_HEADERS:
    "A bad pair costs that pair alone. Upstream fails on every export, and over gRPC crashes the process.",
  OTEL_EXPORTER_OTLP_COMPRESSION: "Values are taken in any case.",
  OTEL_EXPORTER_OTLP_CERTIFICATE: tlsFile(),
  OTEL_EXPORTER_OTLP_CLIENT_KEY: tlsFile(),
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: tlsFile(),
  OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION:
    "A variable of the specification that NodeSDK does not read.",
  OTEL_EXPORTER_OTLP_TIMEOUT:
    "It is the limit of one attempt. What was not answered in time is sent again, for as long as the process runs and for `AGENT_OTEL_SHUTDOWN_TIMEOUT` at its end, where upstream gives it up.",
  OTEL_METRIC_EXPORT_TIMEOUT: exportTimeout(),
  OTEL_BSP_EXPORT_TIMEOUT: exportTimeout(),
  OTEL_BLRP_EXPORT_TIMEOUT: exportTimeout(),
  ...sizes(),
  ...limits(),
  OTEL_NODE_ENABLED_INSTRUMENTATIONS: instrumentation(),
  OTEL_NODE_DISABLED_INSTRUMENTATIONS: instrumentation(),
  ...httpHeaders(),
  OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS: instrumentation(),
  AGENT_OTEL_STRICT: "A variable of agent-otel alone.",
  AGENT_OTEL_SHUTDOWN_TIMEOUT: "A variable of agent-otel alone.",
  OTEL_TRACES_ENABLED: superseded(),
  OTEL_OTLP_EXPORT: superseded(),
  OTEL_CONSOLE_EXPORT: superseded(),
  OTEL_ENVIRONMENT: superseded(),
  OTEL_SERVICE_VERSION: superseded(),
};

function secretive(what: string): string {
  return `${what} may tell secrets of the machine or the user.`;
}

function detected(): string {
  return "Found out without a request or a delay, so it is on by default.";
}

function exporterNames(): string {
  return "Names are taken in any case, and `none` beside another exporter is left out. For upstream such a value turns the signal off, for traces and `none` alone it does not.";
}

function tlsFile(): string {
  return "A file that cannot be read or is no PEM file is named at the start, and the signal is off: without it nothing could be exported, or to a server that nobody has checked.";
}

function exportTimeout(): string {
  return "The end of the process waits no longer than the variable says.";
}

function superseded(): string {
  return "A variable of older set-ups that no OpenTelemetry SDK reads; agent-otel honours it and names the standard one.";
}

function instrumentation(): string {
  return "NodeSDK by itself instruments nothing.";
}

function sizes(): Record<string, string> {
  const whole =
    "Only whole numbers are sizes; a fraction makes upstream lose what does not fit it.";
  return {
    OTEL_BSP_MAX_QUEUE_SIZE: `${whole} What is on its way counts as well, and that spans found no room is told.`,
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: whole,
    OTEL_BLRP_MAX_QUEUE_SIZE: whole,
    OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: whole,
  };
}

function limits(): Record<string, string> {
  const names = ["ATTRIBUTE", "SPAN_ATTRIBUTE", "LOGRECORD_ATTRIBUTE"].flatMap((item) => [
    `OTEL_${item}_COUNT_LIMIT`,
    `OTEL_${item}_VALUE_LENGTH_LIMIT`,
  ]);
  const others = ["SPAN_EVENT", "SPAN_LINK", "EVENT_ATTRIBUTE", "LINK_ATTRIBUTE"].map(
    (item) => `OTEL_${item}_COUNT_LIMIT`,
  );
  const reason =
    "A bad limit means the default: upstream takes a negative count as none, and a fraction as a number. 0 is a limit for spans and log records alike.";
  return Object.fromEntries([...names, ...others].map((name) => [name, reason]));
}

function httpHeaders(): Record<string, string> {
  const sides = ["SERVER", "CLIENT"].flatMap((side) => [
    `${side}_CAPTURE_REQUEST`,
    `${side}_CAPTURE_RESPONSE`,
  ]);
  return Object.fromEntries(
    sides.map((side) => [`OTEL_INSTRUMENTATION_HTTP_${side}_HEADERS`, instrumentation()]),
  );
}
