import assert from "node:assert/strict";
import { test } from "node:test";
import { countDatadogSpans } from "./count-datadog.ts";

test("countDatadogSpans() counts all spans, and apart those that the application made", () => {
  const bytes = array([
    array([span(text("bench step")), span(text("GET /work"))]),
    array([span(text("bench plan"))]),
  ]);
  assert.deepEqual(countDatadogSpans(bytes), { spans: 3, manual: 2, attributes: 0 });
});

test("countDatadogSpans() passes over a value of every MessagePack format", () => {
  const values = [
    ["00", "7f", "ff", "e0", "c0", "c2", "c3"],
    ["c40101", "c5000101", "c60000000101"],
    ["c701ff01", "c80001ff01", "c900000001ff01"],
    ["ca00000000", "cb0000000000000000"],
    ["cc00", "cd0000", "ce00000000", "cf0000000000000000"],
    ["d000", "d10000", "d200000000", "d30000000000000000"],
    ["d4ff01", "d5ff0102", "d6ff01020304", `d7ff${"01".repeat(8)}`, `d8ff${"01".repeat(16)}`],
    ["a161", "d90161", "da000161", "db0000000161"],
    ["91c0", "dc0001c0", "dd00000001c0", "81a161c0", "de0001a161c0", "df00000001a161c0"],
  ].flat();
  assert.equal(values.length, 38);
  for (const value of values) {
    const bytes = array([array([span(Buffer.from("aa62656e63682073746570", "hex"), value)])]);
    assert.deepEqual(countDatadogSpans(bytes), { spans: 1, manual: 1, attributes: 0 }, value);
  }
});

test("countDatadogSpans() refuses what is cut off, too long or no MessagePack of traces", () => {
  const bytes = array([array([span(text("bench step"))])]);
  for (let length = 0; length < bytes.length; length += 1) {
    assert.throws(
      () => countDatadogSpans(bytes.subarray(0, length)),
      RangeError,
      `${length} bytes`,
    );
  }
  for (const wrong of [Buffer.concat([bytes, bytes]), Buffer.from([0x91, 0xc1]), text("traces")]) {
    assert.throws(() => countDatadogSpans(wrong), RangeError, wrong.toString("hex"));
  }
});

/** A span with a meta map, a given value and the resource, in that order. */
function span(resource: Buffer, value = "01"): Buffer {
  return Buffer.concat([
    Buffer.from([0x83]),
    text("meta"),
    Buffer.concat([Buffer.from([0x81]), text("resource.name"), text("bench none")]),
    text("value"),
    Buffer.from(value, "hex"),
    text("resource"),
    resource,
  ]);
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0xd9, value.length]), Buffer.from(value)]);
}

function array(items: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([0xdc, 0, items.length]), ...items]);
}
