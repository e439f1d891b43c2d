import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { runApplication } from "../support/application.ts";
import type { OtlpReceiver } from "../support/otlp-receiver.ts";
import { runWithReceiver } from "./run-with-receiver.ts";

const CONFIGURATION_ERROR = 78;

describe("a start", { concurrency: 3 }, () => {
  test("without any variable prints nothing", async () => {
    const { code, errors, output } = await runApplication({ env: { APP_QUIET: "true" } });
    assert.deepEqual([code, errors, output], [0, [], ["application started"]]);
  });

  test("that exports everything prints nothing", async (t) => {
    const { code, errors, output, receiver } = await runWithReceiver(t);
    assert.deepEqual([code, errors, output.length], [0, [], 2]);
    assert.equal(receiver.requests.length, 3);
  });

  test("with OTEL_SDK_DISABLED sends nothing, records nothing and prints nothing", async (t) => {
    const env = { OTEL_SDK_DISABLED: "TRUE", OTEL_LOG_LEVEL: "warn" };
    const { code, errors, receiver, seen } = await runWithReceiver(t, env);
    assert.deepEqual([code, errors, receiver.requests], [0, [], []]);
    assert.equal(seen?.requests[0]?.recording, false);
  });

  test("with OTEL_LOG_LEVEL=info is one line that says where everything goes, without secrets", async (t) => {
    const { errors, receiver } = await runWithReceiver(t, {
      OTEL_LOG_LEVEL: "info",
      OTEL_SERVICE_NAME: "shop",
      OTEL_RESOURCE_ATTRIBUTES: "service.version=7",
      OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
      OTEL_TRACES_SAMPLER_ARG: "0.25",
      OTEL_PROPAGATORS: "b3,baggage",
      OTEL_LOGS_EXPORTER: "none",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://user:hidden-password@127.0.0.1:{port}",
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20hidden-token",
    });
    const line = errors.find((text) => text.includes("shop")) ?? "";
    const parts = ["shop", "7", "0.25", "b3", "baggage", "http/protobuf"];
    for (const part of [...parts, `127.0.0.1:${receiver.port}`]) {
      assert.ok(line.includes(part), `"${part}" is not in ${line}`);
    }
    assert.ok(
      errors.every((text) => !text.includes("hidden")),
      errors.join("\n"),
    );
  });
});

describe("metrics about the SDK itself", { concurrency: 3 }, () => {
  test("are sent beside the application's, and tell what it has made", async (t) => {
    const { errors, receiver } = await runWithReceiver(t);
    assert.deepEqual(errors, []);
    assert.equal(valueOf(receiver, "otel.sdk.span.started"), 2);
    assert.equal(valueOf(receiver, "otel.sdk.span.live"), 0);
    assert.equal(valueOf(receiver, "otel.sdk.log.created"), 1);
    assert.equal(valueOf(receiver, "application.requests"), 2);
  });

  test("are not sent with OTEL_NODE_EXPERIMENTAL_SDK_METRICS=false", async (t) => {
    const env = {
      OTEL_NODE_EXPERIMENTAL_SDK_METRICS: "false",
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: "runtime-node",
    };
    const { errors, receiver } = await runWithReceiver(t, env);
    const names = receiver.metrics.map(({ name }) => name).toSorted();
    const own = ["application.duration", "application.open", "application.requests"];
    assert.deepEqual([errors, names], [[], own]);
  });

  test("are not sent by a program without telemetry", async (t) => {
    const { code, errors, receiver } = await runWithReceiver(t, { APP_QUIET: "true" });
    assert.deepEqual([code, errors, receiver.requests], [0, [], []]);
  });
});

function valueOf({ metrics }: OtlpReceiver, name: string): unknown {
  const [point, ...others] = metrics.find((metric) => metric.name === name)?.points ?? [];
  assert.deepEqual(others, []);
  return point?.value;
}

describe("bad values", { concurrency: 3 }, () => {
  test("are one line each and never stop the application", async (t) => {
    const bad = {
      OTEL_SDK_DISABLED: "yes",
      OTEL_PROPAGATORS: "tracecontext,w3c",
      OTEL_TRACES_SAMPLER: "sometimes",
      OTEL_BSP_SCHEDULE_DELAY: "5s",
      OTEL_BLRP_MAX_QUEUE_SIZE: "-1",
      OTEL_METRIC_EXPORT_INTERVAL: "NaN",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/proto",
      OTEL_EXPORTER_OTLP_TIMEOUT: "1e9999",
      OTEL_EXPORTER_OTLP_COMPRESSION: "zstd",
      OTEL_EXPORTER_OTLP_HEADERS: "no-pair",
      OTEL_RESOURCE_ATTRIBUTES: "no-pair",
      OTEL_LOG_LEVEL: "warnings",
      OTEL_NODE_RESOURCE_DETECTORS: "host,moon",
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: "htpp",
      OTEL_SPAN_EVENT_COUNT_LIMIT: "\u202E12",
      AGENT_OTEL_ENGINE: "steam",
    };
    const { code, errors, output, receiver } = await runWithReceiver(t, bad);
    assert.deepEqual([code, output[0]], [0, "application started"]);
    for (const name of Object.keys(bad)) {
      const lines = errors.filter((line) => line.startsWith(`agent-otel: ${name}: `));
      assert.equal(lines.length, 1, `${name}: ${lines.length} lines in\n${errors.join("\n")}`);
    }
    assert.equal(errors.length, Object.keys(bad).length, errors.join("\n"));
    assert.ok(errors.every((line) => !line.includes("\u202E")));
    assert.deepEqual(receiver.requestsOf("metrics").length, 1);
  });

  test("misspelt names are one line each with the name that was meant", async (t) => {
    const { code, errors, receiver } = await runWithReceiver(t, {
      OTEL_SERVCE_NAME: "shop",
      OTEL_EXPORTER_OTLP_ENDPONT: "http://127.0.0.1:1",
      AGENT_OTEL_STRIKT: "true",
    });
    assert.equal(code, 0);
    assert.equal(errors.length, 3, errors.join("\n"));
    const text = errors.join("\n");
    for (const name of ["OTEL_SERVICE_NAME", "OTEL_EXPORTER_OTLP_ENDPOINT", "AGENT_OTEL_STRICT"]) {
      assert.ok(text.includes(name), `${name} is not in ${text}`);
    }
    assert.equal(receiver.requests.length, 3);
  });
});

describe("AGENT_OTEL_STRICT", { concurrency: 3 }, () => {
  test("refuses to start with all problems on stderr: the application never runs", async (t) => {
    const { code, errors, output, receiver } = await runWithReceiver(t, {
      AGENT_OTEL_STRICT: "true",
      OTEL_TRACES_SAMPLER: "sometimes",
      OTEL_BSP_SCHEDULE_DELAY: "5s",
      OTEL_SERVCE_NAME: "shop",
    });
    assert.equal(code, CONFIGURATION_ERROR);
    assert.deepEqual([output, receiver.requests], [[], []]);
    for (const name of ["OTEL_TRACES_SAMPLER", "OTEL_BSP_SCHEDULE_DELAY", "OTEL_SERVCE_NAME"]) {
      assert.ok(
        errors.some((line) => line.startsWith(`agent-otel: ${name}: `)),
        name,
      );
    }
  });

  test("says why it refuses even when OTEL_LOG_LEVEL is none", async (t) => {
    const env = { AGENT_OTEL_STRICT: "true", OTEL_LOG_LEVEL: "none", OTEL_TRACES_SAMPLER: "some" };
    const { code, errors, output } = await runWithReceiver(t, env);
    assert.deepEqual([code, output], [CONFIGURATION_ERROR, []]);
    assert.ok(errors.some((line) => line.includes("OTEL_TRACES_SAMPLER: ")));
  });

  test("starts as ever when there is no problem", async (t) => {
    const { code, errors, receiver } = await runWithReceiver(t, { AGENT_OTEL_STRICT: "true" });
    assert.deepEqual([code, errors], [0, []]);
    assert.equal(receiver.requests.length, 3);
  });
});

describe(".env in the working directory", { concurrency: 3 }, () => {
  test("is read, and the environment wins over it", async (t) => {
    const cwd = folderWith(t, "OTEL_SERVICE_NAME=from-file\nOTEL_RESOURCE_ATTRIBUTES=team=file\n");
    const env = { OTEL_RESOURCE_ATTRIBUTES: "team=environment" };
    const { errors, receiver } = await runWithReceiver(t, env, { cwd });
    assert.deepEqual(errors, []);
    const { resource } = receiver.spans[0] ?? assert.fail("no span arrived");
    assert.equal(resource["service.name"], "from-file");
    assert.equal(resource["team"], "environment");
  });

  test("with a bad value in strict mode keeps the application from running", async (t) => {
    const cwd = folderWith(t, "AGENT_OTEL_STRICT=true\nOTEL_TRACES_SAMPLER=sometimes\n");
    const { code, output } = await runWithReceiver(t, {}, { cwd });
    assert.deepEqual([code, output], [CONFIGURATION_ERROR, []]);
  });
});

function folderWith(t: TestContext, dotenv: string): string {
  const folder = mkdtempSync(join(tmpdir(), "agent-otel-start-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, ".env"), dotenv);
  return folder;
}
