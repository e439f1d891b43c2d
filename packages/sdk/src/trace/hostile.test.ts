import assert from "node:assert/strict";
import { test } from "node:test";
import {
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  type Span,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import { jsonFormat } from "../export/encode/json-format.ts";
import { protobufFormat } from "../export/encode/protobuf-format.ts";
import { createRandom, type Random } from "../export/encode/random.test.helper.ts";
import { hostileValues } from "./hostile-values.test.helper.ts";
import { createPipeline, namesIn } from "./pipeline.test.helper.ts";
import { createRecording } from "./recording.test.helper.ts";

/** Calls a function with arguments of the wrong types. */
function call(target: object, method: string, ...args: readonly unknown[]): unknown {
  const member: unknown = Reflect.get(target, method);
  assert.ok(typeof member === "function");
  return Reflect.apply(member, target, args);
}

for (const format of [protobufFormat, jsonFormat]) {
  for (const [name, value] of Object.entries(hostileValues)) {
    test(`${name} in any place neither throws nor spoils the batch (${format.contentType})`, async () => {
      const { provider, batches, ledger } = createPipeline(format);
      const tracer = provider.getTracer("test");
      tracer.startSpan("canary1", { attributes: { good: 1 } }).end();
      putEverywhere(tracer, value);
      tracer.startSpan("canary2").end();
      await provider.forceFlush();
      assert.deepEqual(namesIn(format, batches), ["canary1", "canary2"]);
      const { made, delivered, dropped } = ledger.snapshot().traces;
      assert.equal(dropped.encoding + dropped["too-large"], 0);
      assert.equal(made, delivered);
    });
  }
}

function putEverywhere(tracer: Tracer, value: () => unknown): void {
  const calls: readonly (readonly [string, ...(readonly unknown[])])[] = [
    ["setAttribute", "key", value()],
    ["setAttribute", value(), value()],
    ["setAttribute", "nested", { good: 1, bad: [value(), { worse: value() }] }],
    ["setAttributes", { good: 1, bad: value() }],
    ["setAttributes", value()],
    ["addEvent", value()],
    ["addEvent", "event", value(), value()],
    ["addEvent", "event", { bad: value() }],
    ["addLink", value()],
    ["addLink", { context: value() }],
    ["addLink", { context: { traceId: value(), spanId: value() } }],
    ["addLink", { context: validContext(value()), attributes: { bad: value() } }],
    ["addLinks", value()],
    ["addLinks", [value(), value()]],
    ["setStatus", value()],
    ["setStatus", { code: 2, message: value() }],
    ["setStatus", { code: value() }],
    ["updateName", value()],
    ["recordException", value()],
    ["recordException", { name: value(), message: value(), stack: value() }],
    ["end", value()],
  ];
  for (const [method, ...args] of calls) {
    const span = tracer.startSpan("hostile");
    call(span, method, ...args);
    span.end();
  }
  startEverywhere(tracer, value);
}

function startEverywhere(tracer: Tracer, value: () => unknown): void {
  const options = [
    value(),
    { attributes: value() },
    { attributes: { bad: value() } },
    { links: value() },
    { links: [value()] },
    { kind: value() },
    { startTime: value() },
    { root: value() },
  ];
  for (const given of options) endIfSpan(call(tracer, "startSpan", "hostile", given));
  endIfSpan(call(tracer, "startSpan", value()));
  endIfSpan(call(tracer, "startSpan", "hostile", {}, value()));
  const foreign = trace.setSpanContext(ROOT_CONTEXT, asContext(validContext(value())));
  endIfSpan(call(tracer, "startSpan", "hostile", {}, foreign));
}

function validContext(traceState: unknown): object {
  return { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: traceState, traceState };
}

function asContext(value: object): Parameters<typeof trace.setSpanContext>[1] {
  const context = { traceId: "", spanId: "", traceFlags: 1 };
  return Object.assign(context, value);
}

function endIfSpan(span: unknown): void {
  assert.ok(typeof span === "object" && span !== null);
  call(span, "end");
}

test("code that ends and starts spans while its value is read does not spoil the batch", async () => {
  const { provider, batches, ledger } = createPipeline(protobufFormat);
  const tracer = provider.getTracer("test");
  const span = tracer.startSpan("canary1");
  const reentrant = {
    get bad(): string {
      tracer.startSpan("canary2").end();
      span.setAttribute("inner", "x");
      span.end();
      return "value";
    },
  };
  span.setAttribute("outer", reentrant);
  span.end();
  await provider.forceFlush();
  assert.deepEqual(namesIn(protobufFormat, batches).toSorted(), ["canary1", "canary2"]);
  assert.equal(ledger.snapshot().traces.delivered, 2);
});

test("random hostile values in random places never throw, and every span arrives", async () => {
  const { provider, batches, ledger } = createPipeline(protobufFormat);
  const tracer = provider.getTracer("test");
  const random = createRandom(42);
  const small = Object.entries(hostileValues).filter(([name]) => !LARGE.has(name));
  const values = small.map(([, value]) => value);
  for (let run = 0; run < 3000; run += 1) {
    const span = tracer.startSpan(`canary${run}`);
    fuzz(span, random, values);
    span.end();
  }
  await provider.forceFlush();
  const { made, delivered, repaired } = ledger.snapshot().traces;
  assert.deepEqual([made, delivered], [3000, 3000]);
  assert.ok(repaired > 1000);
  assert.equal(namesIn(protobufFormat, batches).length, 3000);
});

const LARGE = new Set([
  "longText",
  "longWideText",
  "explosive",
  "sparse",
  "wide",
  "endless",
  "global",
]);

function fuzz(span: Span, random: Random, values: readonly (() => unknown)[]): void {
  const methods = ["setAttribute", "setAttributes", "addEvent", "addLink", "setStatus"];
  for (let step = 0; step < 4; step += 1) {
    const value = random.oneOf(values)();
    const second = random.below(2) === 0 ? random.oneOf(values)() : { key: value, list: [value] };
    const first = random.below(2) === 0 ? "key" : second;
    call(span, random.oneOf(methods), first, second, random.oneOf(values)());
  }
}

test("a logger that throws does not reach the application", () => {
  let isSet = false;
  const shout = (): void => {
    if (isSet) throw new Error("the logger's");
  };
  const logger = { error: shout, warn: shout, info: shout, debug: shout, verbose: shout };
  diag.setLogger(logger, { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true });
  isSet = true;
  try {
    const { provider } = createRecording();
    const span = provider.getTracer("test").startSpan("a");
    span.end();
    span.end();
    span.setAttribute("late", 1);
    call(span, "addLink", undefined);
    call(provider.getTracer("test"), "startSpan", "a", {}, {});
  } finally {
    isSet = false;
    diag.disable();
  }
});
