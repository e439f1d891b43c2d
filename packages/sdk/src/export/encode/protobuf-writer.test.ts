import assert from "node:assert/strict";
import { test } from "node:test";
import protobuf from "protobufjs/light.js";
import { toCleanRecord } from "../../trace/clean-record.ts";
import { createRecording } from "../../trace/recording.test.helper.ts";
import { encodeSpan } from "./encode-span.ts";
import { makeRandomSpan } from "./random-span.test.helper.ts";
import { ProtobufWriter, TooLargeError } from "./protobuf-writer.ts";
import { createRandom, randomText } from "./random.test.helper.ts";

function write(act: (writer: ProtobufWriter) => void): Buffer {
  const writer = new ProtobufWriter(Buffer.alloc(1_000_000));
  act(writer);
  return writer.buffer.subarray(0, writer.position);
}

test("nanoseconds are exact over the whole range of OTLP", () => {
  const random = createRandom(1);
  const seconds = [0, 1, 65_535, 65_536, 1_763_000_000, 2 ** 31, 2 ** 32, 18_446_744_072];
  for (let count = 0; count < 500; count += 1) seconds.push(random.below(18_446_744_073));
  for (const second of seconds) {
    for (const nanos of [0, 1, 123_456_789, 999_999_999]) {
      const expected = BigInt(second) * 1_000_000_000n + BigInt(nanos);
      const written = write((writer) => writer.nanoseconds(second, nanos)).readBigUInt64LE();
      assert.equal(written, expected, `${second} s, ${nanos} ns`);
    }
  }
});

test("64-bit integers are what protobufjs reads", () => {
  const values = [0n, 1n, 127n, 128n, 300n, -1n, -128n, 2n ** 31n, 2n ** 53n - 1n];
  for (let bit = 0n; bit < 63n; bit += 1n) values.push(2n ** bit, -(2n ** bit), 2n ** bit - 1n);
  values.push(2n ** 63n - 1n, -(2n ** 63n));
  for (const value of values) {
    const forms = Number.isSafeInteger(Number(value)) ? [value, Number(value)] : [value];
    for (const form of forms) {
      const bytes = write((writer) => writer.int64(form));
      const read: number | { toString(): string } = protobuf.Reader.create(bytes).int64();
      assert.equal(BigInt(read.toString()), value);
    }
  }
});

test("texts of every length are UTF-8, with their length", () => {
  const random = createRandom(2);
  const texts = ["\uD800", "a\uDC00b", "\uD800".repeat(100), "x".repeat(100_000), "é".repeat(30)];
  for (let count = 0; count < 300; count += 1) texts.push(randomText(random));
  for (const text of texts) {
    const bytes = write((writer) => writer.string(text));
    assert.equal(protobuf.Reader.create(bytes).string(), text.toWellFormed());
  }
});

test("a nested message of any length is closed, whatever was reserved for it", () => {
  for (const size of [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152]) {
    for (const reserved of [1, 2]) {
      const content = Buffer.alloc(size, "abc");
      const bytes = write((writer) => {
        writer.byte(7);
        const mark = writer.open(reserved);
        writer.raw(content);
        writer.close(mark, reserved);
        writer.ensure(1);
        writer.byte(9);
      });
      const reader = protobuf.Reader.create(bytes);
      assert.equal(reader.uint32(), 7);
      assert.ok(content.equals(reader.bytes()));
      assert.equal(reader.uint32(), 9);
    }
  }
});

test("nothing grows beyond the limit", () => {
  const writer = new ProtobufWriter(Buffer.alloc(64));
  writer.limit = 1000;
  assert.throws(() => writer.string("x".repeat(2000)), TooLargeError);
  assert.throws(() => writer.raw(Buffer.alloc(2000)), TooLargeError);
  assert.ok(writer.buffer.length < 1000);
});

test("room is made wherever a span meets the end of the buffer", () => {
  const { provider, spans } = createRecording();
  const random = createRandom(3);
  const tracer = provider.getTracer("test");
  while (spans.length < 5) makeRandomSpan(tracer, random);
  tracer.startSpan("short", { attributes: { a: 1, b: "text", c: false, d: [1.5, null] } }).end();
  for (const span of spans) {
    const record = toCleanRecord(span);
    const expected = write((writer) => encodeSpan(writer, record));
    for (let size = 1; size < Math.min(expected.length + 200, 1500); size += 1) {
      const writer = new ProtobufWriter(Buffer.alloc(size));
      encodeSpan(writer, record);
      const written = writer.buffer.subarray(0, writer.position);
      assert.ok(written.equals(expected), `${size} bytes`);
    }
  }
});
