import assert from "node:assert/strict";
import { test } from "node:test";
import { plantCanary } from "./canary.ts";
import { runFixture } from "./policy-sink.test.helper.ts";

const FIXTURE = "canary.test.fixture.mjs";
const canary = "canary_0123456789abcdef";

for (const engine of ["native", "upstream"]) {
  for (const protocol of ["http/protobuf", "http/json"]) {
    const env = {
      AGENT_OTEL_CONTENT_CANARY: canary,
      AGENT_OTEL_ENGINE: engine,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    };

    test(`a canary that leaves the process is told with the attribute's name (${engine}, ${protocol})`, async () => {
      const { stderr, exitCode } = await runFixture(FIXTURE, { ...env, OTEL_LOG_LEVEL: "error" });
      assert.equal(exitCode, 0);
      assert.match(
        stderr,
        /AGENT_OTEL_CONTENT_CANARY has reached the exporter of traces: .*my\.note/,
      );
      assert.match(stderr, /AGENT_OTEL_CONTENT_CANARY has reached the exporter of logs: /);
      assert.match(
        stderr,
        /AGENT_OTEL_CONTENT_CANARY has reached the exporter of metrics: .*my\.label/,
      );
    });

    test(`with AGENT_OTEL_STRICT it fails the process, and one that stays does not (${engine}, ${protocol})`, async () => {
      const strict = { ...env, AGENT_OTEL_STRICT: "true" };
      assert.equal((await runFixture(FIXTURE, strict)).exitCode, 78);
      const { exitCode, stderr } = await runFixture(FIXTURE, { ...strict, PLANT: "none" });
      assert.deepEqual([exitCode, stderr], [0, ""]);
    });
  }
}

test("plantCanary() finds its text wherever telemetry can hold it, and says where", () => {
  const { text, assertAbsent } = plantCanary();
  const bytes = Buffer.from(`..${text}..`);
  class Span {
    readonly #attributes = { note: text };
    get attributes(): object {
      return this.#attributes;
    }
  }
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [text, /at \[0\]\./],
    [
      [{ attributes: { "input.value": `a ${text} b` } }],
      /at \[0\]\[0\]\.attributes\["input\.value"\]/,
    ],
    [new Map([["k", text]]), /at \[0\]/],
    [new Set([text]), /at \[0\]/],
    [{ [text]: 1 }, /at \[0\]\.canary_/],
    [bytes, /at \[0\]/],
    [new Uint8Array(bytes).buffer, /at \[0\]/],
    [{ a: { b: [0, new Error(text)] } }, /at \[0\]\.a\.b\[1\]\.(?:message|stack)/],
    [new Span(), /at \[0\]\.attributes\.note/],
    [{ body: bytes.toString("base64") }, /at \[0\]\.body/],
    [{ body: Buffer.from(`.${text}`).toString("base64url") }, /at \[0\]\.body/],
    [{ body: bytes.toString("hex") }, /at \[0\]\.body/],
    [JSON.stringify({ nested: JSON.stringify({ text }) }), /at \[0\]/],
  ];
  for (const [telemetry, place] of cases) assert.throws(() => assertAbsent(telemetry), place);
  const circular: { self?: unknown; deep?: unknown } = {};
  circular.self = circular;
  for (let depth = 0, at = circular; depth < 10_000; depth += 1) at = at.deep = {};
  assertAbsent(circular, undefined, 5, "canary", plantCanary().text, {
    get broken() {
      throw new Error("getter");
    },
  });
  assert.notEqual(plantCanary().text, text);
});
