import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startApplication } from "../support/application.ts";
import { freePort } from "../support/free-port.ts";
import { openReceiver, runWithReceiver, withReceiver } from "./run-with-receiver.ts";

const underBase = {
  traces: "/base/v1/traces",
  metrics: "/base/v1/metrics",
  logs: "/base/v1/logs",
};

describe("endpoints", { concurrency: 3 }, () => {
  for (const base of ["/base", "/base/"]) {
    test(`the path of the general endpoint is kept: ${base}`, async (t) => {
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `{url}${base}` };
      const { receiver, errors } = await runWithReceiver(t, env, { paths: underBase });
      assert.deepEqual([errors, receiver.refused], [[], []]);
      assert.equal(receiver.requests.length, 3);
    });
  }

  test("the endpoint of one signal is used as it is and wins over the general one", async (t) => {
    const paths = { traces: "/in/spans", metrics: "/" };
    const env = {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "{url}/in/spans",
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: "{url}",
    };
    const { receiver, errors } = await runWithReceiver(t, env, { paths });
    assert.deepEqual([errors, receiver.refused], [[], []]);
    assert.deepEqual(receiver.requests.map(({ path }) => path).toSorted(), [
      "/",
      "/in/spans",
      "/v1/logs",
    ]);
  });

  test("each signal may have a protocol and a receiver of its own", async (t) => {
    const grpc = await openReceiver(t, { transport: "grpc" });
    const env = {
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "grpc",
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: grpc.url,
      OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: "http/json",
    };
    const { receiver, errors } = await runWithReceiver(t, env);
    assert.deepEqual(errors, []);
    assert.deepEqual(
      receiver.requests.map(({ signal, encoding }) => `${signal} ${encoding}`).toSorted(),
      ["logs protobuf", "metrics json"],
    );
    assert.deepEqual(
      grpc.requests.map(({ signal }) => signal),
      ["traces"],
    );
  });
});

describe("endpoints of gRPC", { concurrency: 3 }, () => {
  for (const [endpoint, insecure] of [
    ["127.0.0.1:{port}", "true"],
    ["http://127.0.0.1:{port}", "false"],
  ] as const) {
    test(`gRPC to ${endpoint} with INSECURE=${insecure} is plain text`, async (t) => {
      const env = {
        OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
        OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
        OTEL_EXPORTER_OTLP_INSECURE: insecure,
      };
      const { receiver, errors } = await runWithReceiver(t, env, { transport: "grpc" });
      assert.deepEqual(errors, []);
      assert.equal(receiver.requests.length, 3);
    });
  }

  test("gRPC to host and port without a scheme is TLS, so a receiver without it gets nothing", async (t) => {
    const env = {
      OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
      OTEL_EXPORTER_OTLP_ENDPOINT: "localhost:{port}",
    };
    const { receiver, errors, code } = await runWithReceiver(t, env, { transport: "grpc" });
    assert.equal(code, 0);
    assert.deepEqual(receiver.requests, []);
    assert.match(errors[0] ?? "", /^agent-otel: cannot export .* https:\/\/localhost:\d+/);
  });
});

describe("bad endpoints", { concurrency: 3 }, () => {
  for (const endpoint of ["127.0.0.1:{port}", "nonsense", "http://", "ftp://127.0.0.1:{port}"]) {
    test(`the bad endpoint "${endpoint}" is one line, nothing goes to localhost, the program ends well`, async (t) => {
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
      const { receiver, errors, code, output } = await runWithReceiver(t, env);
      assert.deepEqual([code, output[0]], [0, "application started"]);
      assert.deepEqual([receiver.requests, receiver.refused], [[], []]);
      assert.equal(errors.length, 1, errors.join("\n"));
      assert.match(errors[0] ?? "", /^agent-otel: OTEL_EXPORTER_OTLP_ENDPOINT: expected a URL/);
    });
  }

  test("a bad endpoint of one signal leaves the others alone", async (t) => {
    const env = { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: "://nowhere" };
    const { receiver, errors } = await runWithReceiver(t, env);
    assert.equal(errors.length, 1, errors.join("\n"));
    assert.match(errors[0] ?? "", /^agent-otel: OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: /);
    assert.deepEqual(receiver.requests.map(({ signal }) => signal).toSorted(), [
      "metrics",
      "traces",
    ]);
  });
});

describe("time limits", { concurrency: 3 }, () => {
  for (const [protocol, transport] of [
    ["http/protobuf", "http"],
    ["grpc", "grpc"],
  ] as const) {
    test(`OTEL_EXPORTER_OTLP_TIMEOUT ends a request over ${protocol} that is never answered`, async (t) => {
      const receiver = await openReceiver(t, { transport, silent: true });
      const env = {
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_TIMEOUT: "200",
        OTEL_BSP_SCHEDULE_DELAY: "1",
        OTEL_METRICS_EXPORTER: "none",
        OTEL_LOGS_EXPORTER: "none",
      };
      const application = startApplication({ env: withReceiver(env, receiver), stay: true });
      await receiver.until(({ requests }) => requests.length > 0);
      const sent = performance.now();
      await application.line(/cannot export traces/);
      assert.ok(performance.now() - sent < 5000, "the default of 10 s was waited for");
      application.endInput();
      assert.equal((await application.ended).code, 0);
    });
  }

  test("AGENT_OTEL_SHUTDOWN_TIMEOUT is the longest that the end waits", async (t) => {
    const env = { AGENT_OTEL_SHUTDOWN_TIMEOUT: "300", OTEL_EXPORTER_OTLP_TIMEOUT: "60000" };
    const { code, durationMs, errors } = await runWithReceiver(t, env, { silent: true });
    assert.equal(code, 0);
    assert.ok(durationMs < 2500, `it took ${durationMs} ms`);
    assert.match(errors.at(-1) ?? "", /has not worked to the end; lost: 2 spans/);
  });

  test("a Collector that is not there costs one line and one more at the end", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const application = startApplication({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_TIMEOUT: "300" },
    });
    const { code, errors } = await application.ended;
    assert.equal(code, 0);
    assert.equal(errors.length, 2, errors.join("\n"));
  });
});
