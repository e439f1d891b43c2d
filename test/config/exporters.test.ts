import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { poll } from "../../tools/stack/run/poll.ts";
import { startApplication } from "../support/application.ts";
import { freePort } from "../support/free-port.ts";
import { startZipkinReceiver } from "../support/zipkin-receiver.ts";
import { runWithReceiver, type Run } from "./run-with-receiver.ts";

const OWN_LINES = 2;

describe(
  "OTEL_TRACES_EXPORTER, OTEL_METRICS_EXPORTER and OTEL_LOGS_EXPORTER",
  { concurrency: 3 },
  () => {
    test("none for a signal turns that signal off", async (t) => {
      const { receiver, errors, seen } = await runWithReceiver(t, {
        OTEL_TRACES_EXPORTER: "none",
        OTEL_LOGS_EXPORTER: " None ",
      });
      assert.deepEqual(errors, []);
      assert.deepEqual(signalsOf(receiver), ["metrics"]);
      assert.equal(seen?.requests[0]?.recording, false);
    });

    test("console writes each signal to stdout and nothing to the Collector", async (t) => {
      const { receiver, errors, output } = await runWithReceiver(t, everywhere("console"));
      assert.deepEqual([errors, receiver.requests], [[], []]);
      const text = output.join("\n");
      for (const part of ["application.requests", "request handled", "name: 'request'"]) {
        assert.ok(text.includes(part), `${part} is not in ${text}`);
      }
    });

    test("a list sends to each of its exporters", async (t) => {
      const { receiver, errors, output } = await runWithReceiver(t, everywhere("console, OTLP"));
      assert.deepEqual(errors, []);
      assert.deepEqual(signalsOf(receiver), ["logs", "metrics", "traces"]);
      assert.ok(output.length > OWN_LINES);
    });

    test("a misspelt name is one line for each signal, and nothing goes anywhere else", async (t) => {
      const { receiver, errors, output, code } = await runWithReceiver(t, everywhere("oltp"));
      assert.equal(code, 0);
      assert.equal(output.length, OWN_LINES, output.join("\n"));
      for (const signal of ["TRACES", "METRICS", "LOGS"]) {
        const lines = errors.filter((line) => line.includes(`OTEL_${signal}_EXPORTER: `));
        assert.ok(lines.length > 0, `${signal} is not named in ${errors.join("\n")}`);
        assert.match(lines[0] ?? "", /"oltp".*did you mean otlp/);
      }
      assert.deepEqual(receiver.requests, []);
    });
  },
);

describe("Zipkin", { concurrency: 3 }, () => {
  test("OTEL_EXPORTER_ZIPKIN_ENDPOINT gets the spans", async (t) => {
    const zipkin = await startZipkinReceiver();
    t.after(() => zipkin.close());
    const { errors, receiver } = await runWithReceiver(t, {
      OTEL_TRACES_EXPORTER: "zipkin",
      OTEL_EXPORTER_ZIPKIN_ENDPOINT: zipkin.url,
      OTEL_SERVICE_NAME: "shop",
    });
    assert.deepEqual(errors, []);
    assert.deepEqual(signalsOf(receiver), ["logs", "metrics"]);
    assert.deepEqual(zipkin.spans.map(({ name }) => name).toSorted(), ["child", "request"]);
    assert.ok(zipkin.spans.every(({ localEndpoint }) => localEndpoint.serviceName === "shop"));
  });

  test("a Zipkin that is not there is said, and the program ends well", async (t) => {
    const port = await freePort();
    const { errors, code } = await runWithReceiver(t, {
      OTEL_TRACES_EXPORTER: "zipkin",
      OTEL_EXPORTER_ZIPKIN_ENDPOINT: `http://127.0.0.1:${port}/api/v2/spans`,
    });
    assert.equal(code, 0);
    assert.match(errors.join("\n"), new RegExp(`cannot export traces to http://127.0.0.1:${port}`));
  });
});

describe("Prometheus", { concurrency: 3 }, () => {
  test("scrapes the metrics at host and port, and the open port does not keep the program", async () => {
    const port = await freePort();
    const application = startApplication({ env: prometheus(port), stay: true });
    await application.line(/^seen: /);
    // The server begins to listen while the application runs already.
    const ask = (): Promise<string | undefined> =>
      fetch(`http://127.0.0.1:${port}/metrics`).then(
        (page) => page.text(),
        () => undefined,
      );
    const page = await poll(ask, { everyMs: 20, deadlineMs: 5000 });
    assert.match(page ?? "", /^application_requests_total\{.*route="\/".*\} 2/m);
    application.endInput();
    const { code, errors } = await application.ended;
    assert.deepEqual([code, errors], [0, []]);
  });

  test("a port that is taken is one line that names the variable, and the program goes on", async (t) => {
    const other = createServer().listen(0, "127.0.0.1");
    t.after(() => other.close());
    await once(other, "listening");
    const address = other.address();
    assert.ok(typeof address === "object" && address !== null);
    const { code, errors, output } = await startApplication({ env: prometheus(address.port) })
      .ended;
    assert.equal(code, 0);
    assert.equal(output.length, OWN_LINES);
    assert.equal(errors.length, 1, errors.join("\n"));
    assert.match(errors[0] ?? "", /OTEL_EXPORTER_PROMETHEUS_PORT/);
  });

  test("the port stays closed when the SDK is disabled", async () => {
    const port = await freePort();
    const env = { ...prometheus(port), OTEL_SDK_DISABLED: "true" };
    const application = startApplication({ env, stay: true });
    await application.line(/^seen: /);
    const socket = connect(port, "127.0.0.1");
    const [error] = await once(socket, "error");
    assert.equal(error.code, "ECONNREFUSED");
    application.endInput();
    assert.deepEqual((await application.ended).errors, []);
  });
});

describe("exporter variables of older set-ups", { concurrency: 3 }, () => {
  for (const [env, signals, onConsole] of [
    [{ OTEL_TRACES_ENABLED: "false" }, ["logs", "metrics"], false],
    [{ OTEL_TRACES_ENABLED: "true" }, ["logs", "metrics", "traces"], false],
    [{ OTEL_OTLP_EXPORT: "false" }, ["logs", "metrics"], false],
    [{ OTEL_CONSOLE_EXPORT: "true" }, ["logs", "metrics", "traces"], true],
    [{ OTEL_OTLP_EXPORT: "false", OTEL_CONSOLE_EXPORT: "true" }, ["logs", "metrics"], true],
    [
      { OTEL_TRACES_ENABLED: "false", OTEL_TRACES_EXPORTER: "otlp" },
      ["logs", "metrics", "traces"],
      false,
    ],
  ] as const) {
    const names = Object.keys(env).filter((name) => name !== "OTEL_TRACES_EXPORTER");
    test(`${JSON.stringify(env)} sends ${signals.join(", ")}`, async (t) => {
      const { receiver, errors, output } = await runWithReceiver(t, { ...env });
      assert.equal(errors.length, names.length, errors.join("\n"));
      for (const name of names) {
        assert.ok(
          errors.some(
            (line) => line.includes(`${name}: `) && line.includes("OTEL_TRACES_EXPORTER"),
          ),
        );
      }
      assert.deepEqual(signalsOf(receiver), signals);
      assert.equal(output.length > OWN_LINES, onConsole);
    });
  }
});

function signalsOf({ requests }: Run["receiver"]): readonly string[] {
  return [...new Set(requests.map(({ signal }) => signal))].toSorted();
}

function everywhere(exporters: string): Record<string, string> {
  return {
    OTEL_TRACES_EXPORTER: exporters,
    OTEL_METRICS_EXPORTER: exporters,
    OTEL_LOGS_EXPORTER: exporters,
  };
}

function prometheus(port: number): Record<string, string> {
  return {
    OTEL_TRACES_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
    OTEL_METRICS_EXPORTER: "prometheus",
    OTEL_EXPORTER_PROMETHEUS_HOST: "127.0.0.1",
    OTEL_EXPORTER_PROMETHEUS_PORT: String(port),
  };
}
