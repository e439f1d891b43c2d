// Loaded with --import before a fixture application: registers providers as the engine does (the CommonJS copies),
// starts the instrumentation and prints, when the process exits, what was recorded.
import { writeSync } from "node:fs";
import Module, { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const base = process.env.FIXTURE_BASE ?? import.meta.url;
const extension = process.env.FIXTURE_BASE === undefined ? "ts" : "js";
const load = (name) => import(new URL(`${name}.${extension}`, base).href);
const { createContextManager } = await load("../../context/manager");
const { selectModules } = await load("./catalogue");
const { startInstrumentation } = await load("../start");

const { context, diag, logs, trace } = require("@opentelemetry/api");
const {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} = require("@opentelemetry/sdk-trace");
const sdkLogs = require("@opentelemetry/sdk-logs");

const problems = [];
const note = (...args) => problems.push(args.map(String).join(" "));
diag.setLogger({ error: note, warn: note, info() {}, debug() {}, verbose() {} });
process.on("warning", (warning) => note(warning.name, warning.message));

const contextManager = createContextManager();
context.setGlobalContextManager(contextManager);
const spans = new InMemorySpanExporter();
trace.setGlobalTracerProvider(
  new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }),
);
const records = new sdkLogs.InMemoryLogRecordExporter();
logs.setGlobalLoggerProvider(
  new sdkLogs.LoggerProvider({
    processors: [new sdkLogs.SimpleLogRecordProcessor({ exporter: records })],
  }),
);

const patched = [];
for (const entry of selectModules(() => true).patches) {
  const original = entry.patch;
  entry.patch = (exports, version) => {
    patched.push(`${entry.package} ${version === undefined ? "?" : "known"}`);
    return original(exports, version);
  };
}
const enabled = process.env.FIXTURE_ENABLED?.split(",");
const instrumentation = {
  ...(enabled === undefined ? {} : { enabled }),
  added: process.env.FIXTURE_ADDED?.split(",") ?? [],
  disabled: process.env.FIXTURE_DISABLED?.split(",") ?? [],
  http: {
    serverRequestHeaders: [],
    serverResponseHeaders: [],
    clientRequestHeaders: [],
    clientResponseHeaders: [],
    knownMethods: ["GET", "POST"],
    ignorePaths: [],
    queryAllow: [],
    baggageAllow: [],
    traceContextDeny: [],
  },
};
const originalRequire = Reflect.get(Module.prototype, "require");
const originalEvaluate = require.extensions[".js"];
startInstrumentation({ contextManager, instrumentation });

process.on("exit", () => {
  const result = {
    requireHooked: Reflect.get(Module.prototype, "require") !== originalRequire,
    evaluationHooked: require.extensions[".js"] !== originalEvaluate,
    patched,
    problems,
    instrumentationLoaded: Object.keys(require.cache).some((file) =>
      file.includes("@opentelemetry/instrumentation-pino"),
    ),
    spans: spans.getFinishedSpans().map((span) => span.name),
    tree: spans.getFinishedSpans().map((span) => ({
      name: span.name,
      scope: span.instrumentationScope.name.split("/").at(-1),
      kind: span.kind,
      trace: span.spanContext().traceId,
      id: span.spanContext().spanId,
      parent: span.parentSpanContext?.spanId,
    })),
    records: records.getFinishedLogRecords().map((record) => ({
      body: record.body,
      severity: record.severityText,
      trace: record.spanContext?.traceId,
      attributes: record.attributes,
    })),
  };
  writeSync(1, `\nRESULT ${JSON.stringify(result)}\n`);
});
