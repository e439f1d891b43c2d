import { askDemoQuestion, DemoError, waitForHealth } from "./ask-demo-question.ts";
import { build } from "./build.ts";
import { programPaths } from "./paths.ts";
import { freePort, isTaken } from "./ports.ts";
import { readSettings } from "./settings.ts";
import type { Settings } from "./settings.ts";
import { startBackend } from "./supervise.ts";
import type { RunningBackend } from "./supervise.ts";
import { watchRunner } from "./watch-runner.ts";
import { showUrl, urlLines } from "./url-lines.ts";

/**
 * `npm start`: builds, runs the backend under `agent-otel dev`, asks it one question and stays up until Ctrl-C.
 * Resolves to the exit code: 0 when it was asked to end.
 */
export async function start(env: NodeJS.ProcessEnv): Promise<number> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  for (const signal of stopSignals) process.on(signal, onSignal);
  // To everything below, being abandoned is SIGTERM.
  const endWatch = watchRunner({ onAbandoned: () => process.kill(process.pid, "SIGTERM") });
  try {
    const built = await build(stop.signal);
    if (stop.signal.aborted) return 0;
    if (!built) return 1;
    const settings = await readSettings(env, programPaths.backendEnvFile);
    const port = settings.port === 0 ? await freePort(settings.host) : settings.port;
    return await run({ ...settings, port }, env, stop.signal);
  } finally {
    endWatch();
    for (const signal of stopSignals) process.off(signal, onSignal);
  }
}

const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

async function run(settings: Settings, env: NodeJS.ProcessEnv, stop: AbortSignal): Promise<number> {
  // Asked before the start: what listens there now is not our backend, and must not get its question.
  const taken = settings.port !== undefined && (await isTaken(settings.host, settings.port));
  if (settings.endpoint !== undefined) say([`Telemetry goes to ${showUrl(settings.endpoint)}`]);
  const backend = startBackend(settings, env);
  const passOn = (signal: NodeJS.Signals): void => backend.signal(signal);
  for (const signal of stopSignals) process.on(signal, passOn);
  if (stop.aborted) backend.signal("SIGTERM");
  try {
    if (!taken && settings.port !== undefined) void demonstrate(backend, settings);
    const code = await backend.exitCode;
    if (stop.aborted) return 0;
    say([`npm start: the backend ended with exit code ${code}. What it said about it is above.`]);
    return code === 0 ? 1 : code;
  } finally {
    for (const signal of stopSignals) process.off(signal, passOn);
  }
}

/** Never rejects: what goes wrong is said, and the backend stays up to be looked at. */
async function demonstrate(backend: RunningBackend, settings: Settings): Promise<void> {
  const url = `http://${settings.host}:${settings.port ?? 0}`;
  try {
    await waitForHealth(url, backend.ended);
    const { question, answer, traceId } = await askDemoQuestion(url, backend.ended);
    say(["", `Asked     ${question}`, `Answered  ${answer}`]);
    const printed = await backend.tracePrinted(traceId);
    if (backend.ended.aborted) return;
    if (settings.endpoint !== undefined) say([`Trace     ${traceId}`]);
    else if (!printed) say([`Trace     ${traceId} has not arrived within 10 s. Is OTEL_* set?`]);
  } catch (error) {
    if (backend.ended.aborted) return;
    const reason = error instanceof DemoError ? error.message : String(error);
    say([`npm start: the demo question was not answered: ${reason}`]);
  }
  say(urlLines(url, { tempoPort: backend.tempoPort(), endpoint: settings.endpoint }));
}

function say(lines: readonly string[]): void {
  process.stderr.write(`${lines.join("\n")}\n`);
}
