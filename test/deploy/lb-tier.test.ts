import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { parse, stringify } from "yaml";
import { childEnvironment } from "../../tools/stack/find/inspect.ts";
import { request } from "../../tools/stack/run/http.ts";
import { poll } from "../../tools/stack/run/poll.ts";
import { ROOT } from "../../tools/stack/testing/fake-programs.ts";
import { freePort } from "../support/free-port.ts";
import { newTraceId, sendTraces } from "./otlp-traces.helper.ts";
import { programFile, stackSettings, whyNoProgram } from "./programs.helper.ts";

const skip = whyNoProgram("collector");
const COUNT = 200;

interface Running {
  readonly http: number;
  readonly grpc: number;
  readonly file: string;
  stop(): Promise<void>;
}

describe("the load-balancing tier in front of two Collectors", { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "agent-otel-lb-"));
  const running: Running[] = [];
  let tier: Running;

  before(async () => {
    const second = [await start(folder, "one", receiving), await start(folder, "two", receiving)];
    running.push(...second);
    tier = await start(folder, "tier", (ports) =>
      fromFile(
        ports,
        second.map(({ grpc }) => grpc),
      ),
    );
    running.push(tier);
  });
  after(async () => {
    await Promise.all(running.map(async (one) => one.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  test("sends all spans of a trace to the same one, and traces to both", async () => {
    const traces = Array.from({ length: COUNT }, () => ({ traceId: newTraceId() }));
    // Each trace comes in two exports, as from two services.
    await sendTraces(`http://127.0.0.1:${tier.http}`, traces);
    await sendTraces(`http://127.0.0.1:${tier.http}`, traces);
    const all = await poll(
      () => {
        const counts = running.slice(0, 2).map(({ file }) => countSpans(file));
        const total = counts.flatMap((one) => [...one.values()]).reduce((sum, n) => sum + n, 0);
        return total >= COUNT * 6 ? counts : undefined;
      },
      { everyMs: 200, deadlineMs: 20_000 },
    );
    assert.ok(all, "not all spans have arrived");
    const [one = new Map<string, number>(), two = new Map<string, number>()] = all;
    assert.equal(one.size + two.size, COUNT);
    for (const id of one.keys()) assert.equal(two.has(id), false, id);
    for (const count of [...one.values(), ...two.values()]) assert.equal(count, 6);
    assert.ok(one.size > COUNT / 5 && two.size > COUNT / 5, `${one.size} and ${two.size}`);
  });
});

interface Ports {
  readonly http: number;
  readonly grpc: number;
  readonly file: string;
}

/** A Collector that writes what it gets into a file. */
function receiving({ http, grpc, file }: Ports): object {
  return {
    receivers: {
      otlp: {
        protocols: {
          http: { endpoint: `127.0.0.1:${http}` },
          grpc: { endpoint: `127.0.0.1:${grpc}` },
        },
      },
    },
    exporters: { file: { path: file, flush_interval: "200ms" } },
    service: {
      telemetry: { metrics: { level: "none" } },
      pipelines: { traces: { receivers: ["otlp"], exporters: ["file"] } },
    },
  };
}

interface TierFile {
  readonly exporters: { readonly load_balancing: Record<string, unknown> };
  readonly service: { readonly telemetry: object };
}

/** The deployed file with a list of addresses in the place of Kubernetes' answer. */
function fromFile(_: Ports, targets: readonly number[]): object {
  const text = readFileSync(join(ROOT, "deploy/collector/lb-tier.yaml"), "utf8");
  const config: TierFile = parse(text);
  const hostnames = targets.map((port) => `127.0.0.1:${port}`);
  config.exporters.load_balancing["resolver"] = { static: { hostnames } };
  return config;
}

async function start(
  folder: string,
  name: string,
  make: (ports: Ports) => object,
): Promise<Running> {
  const ports = await Promise.all([0, 1, 2, 3].map(async () => freePort()));
  const [http = 0, grpc = 0, health = 0, metrics = 0] = ports;
  const file = join(folder, `${name}.jsonl`);
  const config = join(folder, `${name}.yaml`);
  writeFileSync(config, stringify(make({ http, grpc, file })));
  const child = spawn(programFile("collector") ?? "", ["--config", config], {
    env: {
      ...childEnvironment(stackSettings()),
      BIND: "127.0.0.1",
      OTLP_HTTP_PORT: String(http),
      OTLP_GRPC_PORT: String(grpc),
      HEALTH_PORT: String(health),
      METRICS_PORT: String(metrics),
    },
    stdio: "ignore",
  });
  const ended = once(child, "close");
  const up = await poll(
    async () => {
      if (child.exitCode !== null) throw new Error(`the Collector ${name} has ended`);
      const { status } = await request(`http://127.0.0.1:${http}/v1/traces`, { json: {} });
      return status === 200 || undefined;
    },
    { everyMs: 50, deadlineMs: 20_000 },
  );
  assert.equal(up, true);
  return {
    http,
    grpc,
    file,
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function countSpans(file: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, id = ""] of readFileSync(file, "utf8").matchAll(/"traceId":"([0-9a-f]{32})"/gu)) {
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
