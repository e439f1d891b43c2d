import assert from "node:assert/strict";
import { test } from "node:test";
import type { Span } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { decodeTraceRequest } from "../export/encode/otlp-schema.test.helper.ts";
import { protobufFormat } from "../export/encode/protobuf-format.ts";
import { hostileValues } from "./hostile-values.test.helper.ts";
import { createPipeline, namesIn } from "./pipeline.test.helper.ts";
import { createProcessor } from "./recording.test.helper.ts";

/** What is sent of a span that has one attribute, event and link, after `act` while it runs and `change` at its end. */
async function sentAfter(
  change: (span: ReadableSpan) => void,
  act: (span: Span) => void = () => undefined,
): Promise<string> {
  const processors = [createProcessor({ onEnd: change })];
  const { provider, batches } = createPipeline(protobufFormat, { processors });
  const context = { traceId: "1".repeat(32), spanId: "1".repeat(16), traceFlags: 1 };
  const span = provider.getTracer("test").startSpan("named", { attributes: { key: "old" } });
  span.addEvent("happened", { key: "inner" }).addLink({ context, attributes: { key: "linked" } });
  act(span);
  span.end();
  await provider.forceFlush();
  return JSON.stringify(batches.map(decodeTraceRequest));
}

const changes: Readonly<Record<string, readonly [(span: ReadableSpan) => void, RegExp, RegExp]>> = {
  "an attribute": [({ attributes }) => void (attributes["key"] = "new"), /"new"/, /"old"/],
  "all attributes": [
    (span) => void Reflect.set(span, "attributes", { other: "new" }),
    /"other"/,
    /"old"/,
  ],
  "that no event is left": [({ events }) => void (events.length = 0), /"old"/, /happened|inner/],
  "an event": [
    ({ events }) => void Object.assign(events[0] ?? {}, { name: "new" }),
    /"new"/,
    /happened/,
  ],
  "that a link is left out": [({ links }) => void links.pop(), /"old"/, /linked/],
  "the status": [
    ({ status }) => void Object.assign(status, { code: 2, message: "new" }),
    /"new"/,
    /"code":0/,
  ],
  "the whole status": [
    (span) => void Reflect.set(span, "status", { code: 2 }),
    /"code":2/,
    /"code":0/,
  ],
  "the name": [(span) => void Reflect.set(span, "name", "new"), /"new"/, /"named"/],
};

for (const [name, [change, present, absent]] of Object.entries(changes)) {
  test(`what a processor changes is what is sent: ${name}`, async () => {
    const sent = await sentAfter(change);
    assert.match(sent, present);
    assert.doesNotMatch(sent, absent);
  });
}

for (const [what, make] of Object.entries(hostileValues)) {
  test(`what a processor puts in its place, ${what}, spoils no batch`, async () => {
    const processors = [createProcessor({ onEnd: (span) => spoil(span, make) })];
    const { provider, batches, ledger } = createPipeline(protobufFormat, { processors });
    const names = ["spoilt", "spoilt name", "spoilt attributes", "spoilt events", "spoilt links"];
    for (const name of ["canary1", ...names, "spoilt status", "canary2"]) {
      provider.getTracer("test").startSpan(name).end();
    }
    await provider.forceFlush();
    assert.deepEqual(namesIn(protobufFormat, batches), ["canary1", "canary2"]);
    const { made, delivered } = ledger.snapshot().traces;
    assert.deepEqual([made, delivered], [8, 8]);
  });
}

const looks: Readonly<Record<string, (span: ReadableSpan) => void>> = {
  "has not looked at": () => undefined,
  "has read": (span) => void JSON.stringify(span.attributes),
  "has copied": (span) => void Reflect.set(span, "attributes", { ...span.attributes }),
};

for (const [name, change] of Object.entries(looks)) {
  test(`an integer beyond 2^53 is an integer in a span that a processor ${name}`, async () => {
    const sent = await sentAfter(change, (span) => {
      span.setAttribute("key", 9_007_199_254_740_993n);
    });
    assert.match(sent, /"key":"key","value":\{"intValue":"9007199254740993"\}/);
  });
}

test("an integer beyond 2^53 that is set when a processor has read the attributes is one too", async () => {
  const sent = await sentAfter(
    () => undefined,
    (span) => {
      assert.ok("attributes" in span);
      span.setAttribute("key", -9_007_199_254_740_993n);
      span.setAttribute("other", 9_007_199_254_740_993n).setAttribute("other", "9007199254740993");
    },
  );
  assert.match(sent, /"key":"key","value":\{"intValue":"-9007199254740993"\}/);
  assert.match(sent, /"key":"other","value":\{"stringValue":"9007199254740993"\}/);
});

test("a processor's change of an integer beyond 2^53 is what is sent", async () => {
  const sent = await sentAfter(
    ({ attributes }) => void (attributes["key"] = "masked"),
    (span) => void span.setAttribute("key", 9_007_199_254_740_993n),
  );
  assert.match(sent, /"key":"key","value":\{"stringValue":"masked"\}/);
});

function spoil(span: ReadableSpan, make: () => unknown): void {
  if (!span.name.startsWith("spoilt")) return;
  const value = make();
  Reflect.set(span.attributes, "bad", value);
  Reflect.set(span.events, 0, value);
  Reflect.set(span.links, 0, { context: value, attributes: { bad: value } });
  Reflect.set(span.status, "code", value);
  const whole = span.name.slice("spoilt ".length);
  if (whole !== "") Reflect.set(span, whole, value);
}
