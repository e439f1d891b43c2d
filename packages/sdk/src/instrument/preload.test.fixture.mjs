// Loaded with --import before a fixture application: registers providers as the engine does (the CommonJS copies),
// starts the instrumentation and prints, when the process exits, what was recorded.
import { writeSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const base = process.env.FIXTURE_BASE ?? import.meta.url;
const extension = process.env.FIXTURE_BASE === undefined ? "ts" : "js";
const load = (name) => import(new URL(`${name}.${extension}`, base).href);
const { createContextManager } = await load("../context/manager");
const { OFFICIAL_INSTRUMENTATIONS, OWN_PATCHES } = await load("./catalogue");
const { installModuleHooks } = await load("./hooks");
const { startInstrumentation } = await load("./start");

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
const patches = OWN_PATCHES.map((patch) =>
  Object.assign(Object.create(patch), {
    patch(exports, version) {
      patched.push(`${patch.package} ${version === undefined ? "?" : "known"}`);
      return patch.patch(exports, version);
    },
  }),
);
installModuleHooks({ patches, official: OFFICIAL_INSTRUMENTATIONS });
startInstrumentation({ contextManager });

process.on("exit", () => {
  const result = {
    patched,
    problems,
    instrumentationLoaded: Object.keys(require.cache).some((file) =>
      file.includes("@opentelemetry/instrumentation-pino"),
    ),
    spans: spans.getFinishedSpans().map((span) => span.name),
    records: records.getFinishedLogRecords().map((record) => ({
      body: record.body,
      severity: record.severityText,
      trace: record.spanContext?.traceId,
    })),
  };
  writeSync(1, `\nRESULT ${JSON.stringify(result)}\n`);
});
