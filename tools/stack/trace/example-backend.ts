import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { request } from "../run/http.ts";
import type { Environment, StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";
import type { Protocol } from "./protocol.ts";

/** A running example backend that sends its telemetry to the Collector of an instance. */
export interface RunningBackend {
  /** Where it listens. */
  readonly url: string;
  /** Ends it gently, so that it sends what it still holds, and returns its whole output. */
  stop(): Promise<string>;
}

/** How a backend is run. */
export interface BackendOptions {
  /** How it sends its telemetry. */
  readonly protocol: Protocol;
  /** A model endpoint to use. @default the demo model of the backend */
  readonly model?: { readonly baseUrl: string; readonly name: string };
  /** How often it sends its metrics, in milliseconds. @default the SDK's, a minute */
  readonly metricsEveryMs?: number;
}

/** Longest wait for the backend to listen, and to end. */
const START_MS = 30_000;
const STOP_MS = 15_000;

/**
 * Starts the built example backend as its users do, on a free port.
 *
 * @throws {StackError} when it does not come up, with its output
 */
export async function startExampleBackend(
  settings: StackSettings,
  options: BackendOptions,
  signal: AbortSignal,
): Promise<RunningBackend> {
  const child = spawn(process.execPath, ["--import", "@agent-otel/sdk/register", "dist/main.js"], {
    cwd: join(settings.root, "packages/example-backend"),
    env: { ...backendEnvironment(settings, options) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  const listening = readOutput(child, output);
  const url = await withDeadline(listening, START_MS, signal);
  if (url !== undefined) return { url, stop: async () => stop(child, output) };
  child.kill("SIGKILL");
  signal.throwIfAborted();
  const lines = output.slice(-15).map((line) => `  ${line}`);
  throw new StackError(["The example backend did not start:", ...lines].join("\n"));
}

/** An answer of the backend together with the trace that it belongs to. */
export interface BackendAnswer {
  readonly traceId: string;
  readonly answer: string;
  /** Names of the tools that the agent has called. */
  readonly tools: readonly string[];
}

/** Asks the agent one question. */
export async function askBackend(backend: RunningBackend, message: string): Promise<BackendAnswer> {
  const url = `${backend.url}/v1/chat`;
  const { status, body, headers } = await request(url, { json: { message }, timeoutMs: 60_000 });
  if (status !== 200) throw new StackError(`POST ${url} answers ${status}: ${body}`);
  const traceId = /^00-([0-9a-f]{32})-/u.exec(headers.get("traceparent") ?? "")?.[1];
  if (traceId === undefined) {
    throw new StackError(
      `POST ${url}: the answer has no traceparent header, so nothing was traced.`,
    );
  }
  const { answer, toolCalls }: { answer: string; toolCalls: { name: string }[] } = JSON.parse(body);
  return { traceId, answer, tools: toolCalls.map(({ name }) => name) };
}

/**
 * Nothing of the caller's telemetry or model reaches the backend: the check is to be the same
 * everywhere, and never to ask a model that costs money. Empty counts as not set, and keeps a
 * `.env` file from setting it.
 */
function backendEnvironment(
  settings: StackSettings,
  { protocol, model, metricsEveryMs }: BackendOptions,
): Environment {
  const { otlpGrpc, otlpHttp } = settings.ports;
  const inherited = Object.entries(settings.env).filter(
    ([name]) => !/^(?:OTEL_|AGENT_OTEL_|OPENAI_|NODE_OPTIONS$)/u.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    HOST: "127.0.0.1",
    PORT: "0",
    LOG_LEVEL: "info",
    MODEL: model?.name ?? "",
    OPENAI_BASE_URL: model?.baseUrl ?? "",
    OPENAI_API_KEY: model === undefined ? "" : "none",
    OTEL_METRIC_EXPORT_INTERVAL: metricsEveryMs === undefined ? "" : String(metricsEveryMs),
    OTEL_SERVICE_NAME: "example-backend",
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${protocol === "grpc" ? otlpGrpc : otlpHttp}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
  };
}

/** Collects the output; resolves with the address when a line names it, or undefined at the end. */
async function readOutput(child: ChildProcess, output: string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        output.push(line);
        const url = /listening on (http:\/\/[^\s;"]+)/u.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      });
    }
    child.once("error", (error) => {
      output.push(error.message);
      resolve(undefined);
    });
    child.once("close", () => resolve(undefined));
  });
}

async function stop(child: ChildProcess, output: readonly string[]): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) {
    const closed = once(child, "close").then(() => true);
    child.kill("SIGTERM");
    const ended = await withDeadline(closed, STOP_MS, undefined);
    if (ended !== true) {
      child.kill("SIGKILL");
      throw new StackError(
        `The example backend did not end within ${STOP_MS / 1_000} s of SIGTERM.`,
      );
    }
  }
  return output.join("\n");
}

/** The value, or undefined after the deadline or an abort. */
async function withDeadline<T>(
  work: Promise<T>,
  deadlineMs: number,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  const over = new AbortController();
  const timeout = delay(deadlineMs, undefined, {
    signal: signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]),
    // An abort is an early end of the wait, not a failure of it.
  }).catch(() => undefined);
  try {
    return await Promise.race([work, timeout]);
  } finally {
    over.abort();
  }
}
