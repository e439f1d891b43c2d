import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { childEnvironment } from "../../tools/stack/find/inspect.ts";
import { findStack } from "../../tools/stack/find/find.ts";
import { request } from "../../tools/stack/run/http.ts";
import { poll } from "../../tools/stack/run/poll.ts";
import type { StackSettings } from "../../tools/stack/settings.ts";
import { ROOT } from "../../tools/stack/testing/fake-programs.ts";
import { freePort } from "../support/free-port.ts";

/** What a test sets of production.yaml. */
export interface ProductionOptions {
  /** Folder of its queue; given again, it goes on where it was. */
  readonly queue: string;
  /** Where Tempo takes OTLP; one where nobody listens is a Tempo that is down. */
  readonly tempo: string;
  /** `decision_wait`. @default "30s", as in the file */
  readonly wait?: string;
  /** `decision_wait_after_root_received`. @default "5s", as in the file */
  readonly afterRoot?: string;
}

/** A real Collector with deploy/collector/production.yaml. */
export interface ProductionCollector {
  /** Where it takes OTLP over HTTP. */
  readonly url: string;
  /** Where its own metrics are. */
  readonly metricsUrl: string;
  /** A metric of its own, added up over its series with that label, if one is given; 0 when there is none. */
  metric(name: string, label?: string): Promise<number>;
  /** What it has written so far. */
  log(): string;
  /** Ends it and waits for that. */
  stop(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/** Starts it in front of the back ends of `stack`, and waits until it takes OTLP. */
export async function startProductionCollector(
  stack: StackSettings,
  { queue, tempo, wait = "30s", afterRoot = "5s" }: ProductionOptions,
): Promise<ProductionCollector> {
  const file = findStack(stack).programs.collector?.file ?? "";
  const ports = await Promise.all([0, 1, 2, 3].map(async () => freePort()));
  const [grpc = 0, http = 0, health = 0, metrics = 0] = ports;
  const config = join(ROOT, "deploy/collector/production.yaml");
  const child = spawn(file, ["--config", config], {
    env: {
      ...childEnvironment(stack),
      BIND: "127.0.0.1",
      OTLP_GRPC_PORT: String(grpc),
      OTLP_HTTP_PORT: String(http),
      HEALTH_PORT: String(health),
      METRICS_PORT: String(metrics),
      QUEUE_DIRECTORY: queue,
      DECISION_WAIT: wait,
      DECISION_WAIT_AFTER_ROOT: afterRoot,
      TEMPO_OTLP: tempo,
      LOKI_OTLP: `http://127.0.0.1:${stack.ports.loki}/otlp`,
      PROMETHEUS_OTLP: `http://127.0.0.1:${stack.ports.prometheus}/api/v1/otlp`,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const log: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => log.push(text));
  const ended = once(child, "close");
  const url = `http://127.0.0.1:${http}`;
  const isUp = async (): Promise<true | undefined> => {
    if (child.exitCode !== null) throw new Error(`the Collector ended:\n${log.join("")}`);
    const { status } = await request(`${url}/v1/traces`, { json: {} });
    return status === 200 || undefined;
  };
  await poll(isUp, { everyMs: 50, deadlineMs: 20_000 });
  const metricsUrl = `http://127.0.0.1:${metrics}/metrics`;
  return {
    url,
    metricsUrl,
    metric: async (name, label) => sumOf((await request(metricsUrl)).body, { name, label }),
    log: () => log.join(""),
    stop: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}

function sumOf(
  text: string,
  { name, label = "" }: { readonly name: string; readonly label: string | undefined },
): number {
  const isIt = (line: string): boolean =>
    (line.startsWith(`${name}{`) || line.startsWith(`${name} `)) && line.includes(label);
  const lines = text.split("\n").filter(isIt);
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
}
