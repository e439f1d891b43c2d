import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { migrateAttributes } from "../../packages/semconv-genai/src/migrate/migrate-attributes.ts";
import { migrateMetricPoint } from "../../packages/semconv-genai/src/migrate/migrate-metric.ts";
import { freePort } from "../../test/support/free-port.ts";
import { childEnvironment } from "../stack/find/inspect.ts";
import { findStack } from "../stack/find/find.ts";
import { readSettings } from "../stack/settings.ts";
import type { StackSettings } from "../stack/settings.ts";
import { ROOT } from "./format.ts";
import {
  metricRequest,
  pointsOf,
  spanAttributesOf,
  traceRequest,
} from "./otlp-json.test.helper.ts";

const VERSIONS = ["1.36", "1.41", "latest"] as const;

/** Spans and points in every generation of names, and some that are nobody's business. */
const SPANS = [
  { "gen_ai.operation.name": "chat", "gen_ai.system": "xai", "gen_ai.usage.prompt_tokens": 5 },
  { "gen_ai.operation.name": "chat", "gen_ai.system": "vertex_ai", "gen_ai.provider.name": "x_ai" },
  { "gen_ai.operation.name": "chat", "gen_ai.provider.name": "x_ai" },
  { "gen_ai.operation.name": "retrieval", "gen_ai.request.top_k": 3 },
  { "gen_ai.operation.name": "retrieval", "gen_ai.retrieval.top_k": 3 },
  { "gen_ai.operation.name": "chat", "gen_ai.request.top_k": 3 },
  {
    "gen_ai.usage.cache_creation.input_tokens": 1,
    "gen_ai.openai.request.response_format": "json_schema",
  },
  { "gen_ai.usage.cache_write.input_tokens": 1 },
  { "http.request.method": "GET" },
];
const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.system": "xai" };
const EMBEDDINGS = { "gen_ai.operation.name": "embeddings", "gen_ai.provider.name": "openai" };
const OTHER = { "gen_ai.operation.name": "retrieval" };
const OWN = { "gen_ai.operation.name": "my_operation" };
const INPUT = { "gen_ai.token.type": "input" };
const OUTPUT = { "gen_ai.token.type": "output" };
const METRICS = {
  "gen_ai.client.operation.duration": [CHAT, EMBEDDINGS, OTHER, OWN],
  "gen_ai.client.token.usage": [
    { ...CHAT, ...INPUT },
    { ...CHAT, ...OUTPUT },
    { ...EMBEDDINGS, ...INPUT },
  ],
  "gen_ai.client.operation.time_to_first_chunk": [CHAT],
  "gen_ai.client.inference.time_per_output_chunk": [CHAT],
  "gen_ai.client.inference.operation.output_tokens": [OWN],
  "gen_ai.client.inference.usage.cache_read.input_tokens": [CHAT],
  "gen_ai.workflow.duration": [{}],
  "http.server.request.duration": [{ "http.route": "/" }],
} as const;

describe("the files for a real Collector", { skip: whyNoCollector() }, () => {
  for (const version of VERSIONS) {
    describe(`genai-to-${version}.yaml`, () => {
      let rig: Rig | undefined;
      const ready = (): Rig => rig ?? assert.fail("the Collector was not started");
      before(async () => {
        rig = await startRig(version);
      });
      after(() => rig?.close());

      test("attributes of spans become what migrateAttributes() makes of them", async () => {
        const arrived = await ready().send("traces", traceRequest(SPANS));
        assert.deepEqual(
          spanAttributesOf(arrived),
          SPANS.map((attributes) => migrateAttributes(attributes, { to: version })),
        );
      });

      test("points of metrics become what migrateMetricPoint() makes of them", async () => {
        const arrived = await ready().send("metrics", metricRequest(METRICS));
        const expected = Object.entries(METRICS).flatMap(([name, points]) =>
          points.flatMap(
            (attributes) => migrateMetricPoint({ name, attributes }, { to: version }) ?? [],
          ),
        );
        assert.deepEqual(sorted(pointsOf(arrived)), sorted(expected));
      });
    });
  }
});

/** Names, then labels, in an order of their own: the Collector keeps none. */
function sorted(
  points: readonly { readonly name: string; readonly attributes: object }[],
): readonly string[] {
  return points
    .map(
      ({ name, attributes }) =>
        `${name} ${JSON.stringify(Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)))}`,
    )
    .toSorted();
}

function settings(): StackSettings {
  const result = readSettings(process.env, ROOT);
  if ("problems" in result) throw new Error(result.problems.join("\n"));
  return result.settings;
}

function collectorFile(): string | undefined {
  return findStack(settings()).programs.collector?.file;
}

function whyNoCollector(): string | false {
  return (
    collectorFile() === undefined && "skipped: no Collector at hand (pnpm stack build makes one)"
  );
}

interface Rig {
  /** Sends a request and gives what the Collector hands on. */
  readonly send: (signal: "traces" | "metrics", request: unknown) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

async function startRig(version: (typeof VERSIONS)[number]): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), "agent-otel-semconv-"));
  const port = await freePort();
  const receiver = createServer();
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const config = join(folder, "collector.yaml");
  // JSON is YAML.
  writeFileSync(config, JSON.stringify(configuration(port, receiver, version)));
  const file = join(ROOT, `deploy/collector/genai-to-${version}.yaml`);
  const child = spawn(collectorFile() ?? "", ["--config", config, "--config", file], {
    env: childEnvironment(settings()),
    stdio: ["ignore", "ignore", "pipe"],
  });
  await becomeReady(child);
  return {
    send: async (signal, request) => {
      const arrived = receive(receiver);
      const answer = await fetch(`http://127.0.0.1:${port}/v1/${signal}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
      });
      assert.equal(answer.status, 200, await answer.text());
      return arrived;
    },
    close: async () => {
      const ended = once(child, "close");
      child.kill("SIGKILL");
      await ended;
      receiver.close();
      receiver.closeAllConnections();
      rmSync(folder, { recursive: true });
    },
  };
}

async function becomeReady(child: ChildProcess): Promise<void> {
  const log: string[] = [];
  assert.ok(child.stderr);
  const lines = createInterface({ input: child.stderr });
  await new Promise<void>((resolve, reject) => {
    lines.on("line", (line) => {
      log.push(line);
      if (line.includes("Everything is ready")) resolve();
    });
    child.once("close", () => reject(new Error(`the Collector ended:\n${log.join("\n")}`)));
    child.once("error", reject);
  });
}

async function receive(receiver: Server): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  receiver.once("request", (request, response) => {
    json(request).then(resolve, reject);
    response.setHeader("content-type", "application/json").end("{}");
  });
  return promise;
}

function configuration(port: number, receiver: Server, version: string): object {
  const address = receiver.address();
  const target = typeof address === "object" && address !== null ? address.port : 0;
  const metricProcessors = ["transform/genai", "filter/genai"];
  if (version === "latest") metricProcessors.push("transform/genai_split");
  const pipeline = { receivers: ["otlp"], exporters: ["otlp_http"] };
  return {
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    exporters: {
      otlp_http: {
        endpoint: `http://127.0.0.1:${target}`,
        encoding: "json",
        compression: "none",
        sending_queue: { enabled: false },
      },
    },
    service: {
      telemetry: { metrics: { level: "none" } },
      pipelines: {
        traces: { ...pipeline, processors: ["transform/genai"] },
        metrics: { ...pipeline, processors: metricProcessors },
        logs: { ...pipeline, processors: ["transform/genai"] },
      },
    },
  };
}
