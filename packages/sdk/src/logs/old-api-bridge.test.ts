import assert from "node:assert/strict";
import { test } from "node:test";
import { ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { createLoggerRig } from "./logger-rig.test.helper.ts";
import { bridgeOldLogsApi } from "./old-api-bridge.ts";

const key = Symbol.for("io.opentelemetry.js.api.logs");

test("a record of the old package's API arrives through the bridge, with its trace", async () => {
  const { provider, records } = createLoggerRig();
  const unbridge = bridgeOldLogsApi(provider);
  // What @opentelemetry/api-logs 0.2xx does for logs.getLogger(…).emit(…).
  const give: unknown = Reflect.get(globalThis, key);
  assert.ok(typeof give === "function");
  assert.equal(give(2), undefined);
  const spanContext = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 };
  const active = trace.setSpanContext(ROOT_CONTEXT, spanContext);
  give(1)
    .getLogger("winston", "1.0.0", {})
    .emit({
      severityNumber: 9,
      severityText: "INFO",
      body: "old",
      attributes: { a: 1 },
      context: active,
    });
  await provider.forceFlush();
  assert.equal(records()[0]?.body?.stringValue, "old");
  assert.equal(records()[0]?.traceId, "1".repeat(32));
  unbridge();
  assert.equal(Reflect.get(globalThis, key), undefined);
});

test("the bridge leaves a provider alone that somebody else has registered", () => {
  Reflect.set(globalThis, key, theirs);
  bridgeOldLogsApi(createLoggerRig().provider)();
  assert.equal(Reflect.get(globalThis, key), theirs);
  Reflect.deleteProperty(globalThis, key);
});

function theirs(): undefined {
  return undefined;
}
