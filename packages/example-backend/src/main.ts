/** The reference backend as a program. Its telemetry is `--import @agent-otel/sdk/register`, not a line of code. */
import { config as loadDotenv } from "dotenv";
import { pino } from "pino";
import { startBackend, type Backend } from "./backend.ts";
import { readConfig, type BackendConfig } from "./config.ts";
import { describeStartFailure } from "./start-failure.ts";

// With telemetry, register has read .env already; this is for a start without it. The real environment always wins.
const { error: dotenvError } = loadDotenv({ quiet: true });
if (dotenvError !== undefined && dotenvError.code !== "ENOENT") {
  console.error(`example-backend: could not read .env (${dotenvError.code}); going on without it.`);
}

const read = readConfig({ environment: process.env, nodeFlags: process.execArgv });
if (read.problems.length > 0) fail(read.problems);
else await run(read.config);

async function run(config: BackendConfig): Promise<void> {
  const logger = pino({ level: config.logLevel });
  let backend: Backend;
  try {
    backend = await startBackend(config, logger);
  } catch (error) {
    fail([describeStartFailure(error, config)]);
    return;
  }
  const { url, modelUrl } = backend;
  const { kind, name } = config.model;
  const which =
    kind === "demo"
      ? `the built-in demo model (set OPENAI_BASE_URL or OPENAI_API_KEY for a real one)`
      : `${name} at ${modelUrl}`;
  logger.info(
    { url, model: { kind, name, url: modelUrl } },
    `listening on ${url}; model: ${which}`,
  );
  closeOnSignal(backend, (signal) => logger.info({ signal }, "closing"));
}

/** The first signal closes; the process then ends by itself, as nothing is left to do. A second one ends it at once. */
function closeOnSignal(backend: Backend, onClose: (signal: string) => void): void {
  let closing = false;
  const signals = { SIGINT: 2, SIGTERM: 15 } as const;
  for (const [signal, number] of Object.entries(signals)) {
    process.on(signal, () => {
      if (closing) process.exit(128 + number);
      closing = true;
      onClose(signal);
      void backend.close();
    });
  }
}

function fail(messages: readonly string[]): void {
  for (const message of messages) console.error(`example-backend: ${message}`);
  process.exitCode = 1;
}
