import assert from "node:assert/strict";
import { test } from "node:test";
import { countOtlpSpans } from "./count-otlp.ts";
import { field, otlpRequest } from "./protobuf.test.helper.ts";

test("countOtlpSpans() counts all spans, and apart those that the application made", () => {
  const bytes = otlpRequest([
    { name: "bench step", attributes: 8 },
    { name: "GET /work", attributes: 12 },
    { name: "bench", attributes: 1 },
    { name: "bench x".repeat(50), attributes: 200 },
  ]);
  assert.deepEqual(countOtlpSpans(bytes), { spans: 4, manual: 2, attributes: 208 });
});

test("countOtlpSpans() takes several resources, and none", () => {
  const one = otlpRequest([{ name: "bench step", attributes: 0 }]);
  assert.deepEqual(countOtlpSpans(Buffer.concat([one, one])), {
    spans: 2,
    manual: 2,
    attributes: 0,
  });
  assert.deepEqual(countOtlpSpans(Buffer.alloc(0)), { spans: 0, manual: 0, attributes: 0 });
});

test("countOtlpSpans() passes over fields that it does not know, an 8-byte and a 10-byte number among them", () => {
  const bytes = Buffer.concat([
    field(99, Buffer.from("new")),
    Buffer.from([3 * 8, ...Array.from({ length: 9 }, () => 0xff), 0x01]),
    Buffer.from([4 * 8 + 1, 1, 2, 3, 4, 5, 6, 7, 8]),
    otlpRequest([{ name: "bench step", attributes: 1 }]),
  ]);
  assert.deepEqual(countOtlpSpans(bytes), { spans: 1, manual: 1, attributes: 1 });
});

test("countOtlpSpans() refuses a request that is cut off, wherever that is inside a field", () => {
  const bytes = otlpRequest([{ name: "bench step", attributes: 2 }]);
  for (let length = 1; length < bytes.length; length += 1) {
    assert.throws(() => countOtlpSpans(bytes.subarray(0, length)), RangeError, `${length} bytes`);
  }
});

test("countOtlpSpans() refuses what is no protobuf", () => {
  for (const bytes of [Buffer.from("{}"), Buffer.from([0x07]), Buffer.alloc(11, 0xff)]) {
    assert.throws(() => countOtlpSpans(bytes), RangeError, bytes.toString("hex"));
  }
});
