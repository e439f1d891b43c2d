import assert from "node:assert/strict";
import { test } from "node:test";
import { requestType } from "../support/otlp-decode.ts";
import { canonicalRequest, type PlainObject } from "./canonical-request.ts";

const traceId = "5b8aa5a2d2c872e8321cf37308d69df2";
const spanId = "051581bf3cb55c13";

/** What a request says that came as JSON. */
function fromJson(span: object): PlainObject {
  return canonical("json", Buffer.from(JSON.stringify(requestWith(span))));
}

/** What a request says that came as protobuf, from the same fields but that ids are bytes. */
function fromProtobuf(span: object): PlainObject {
  const type = requestType("traces");
  return canonical(
    "protobuf",
    Buffer.from(type.encode(type.fromObject(requestWith(span))).finish()),
  );
}

function requestWith(span: object): { resourceSpans: object[] } {
  return { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
}

function canonical(encoding: "json" | "protobuf", message: Buffer): PlainObject {
  return canonicalRequest({ signal: "traces", encoding, message });
}

test("JSON and protobuf say the same, without the defaults that one of them wrote", () => {
  const fields = {
    name: "work",
    startTimeUnixNano: "1588748889123456789",
    attributes: [
      { key: "large", value: { intValue: "4611686018427387905" } },
      { key: "none", value: {} },
      { key: "zero", value: { intValue: "0" } },
      { key: "list", value: { arrayValue: { values: [{ boolValue: false }, {}] } } },
      { key: "empty", value: { kvlistValue: {} } },
      { key: "bytes", value: { bytesValue: "AAH+/w==" } },
    ],
  };
  const [id, trace] = [spanId, traceId].map((hex) => Buffer.from(hex, "hex"));
  const json = fromJson({ ...fields, traceId, spanId, kind: 0, status: {}, traceState: "" });
  assert.deepEqual(json, fromProtobuf({ ...fields, traceId: trace, spanId: id }));
  const span = {
    traceId,
    spanId,
    name: "work",
    startTimeUnixNano: "1588748889123456789",
    attributes: {
      large: { intValue: "4611686018427387905" },
      none: {},
      zero: { intValue: "0" },
      list: { arrayValue: { values: [{ boolValue: false }, {}] } },
      empty: { kvlistValue: {} },
      bytes: { bytesValue: "0001feff" },
    },
  };
  assert.deepEqual(json, requestWith(span));
});

test("a field that OTLP does not have is refused in both encodings", () => {
  assert.throws(() => fromJson({ nam: "work" }), /Span has no field "nam"/);
  // Field 1 of an empty request's first resource span, and then field 15, which there is not.
  const message = Buffer.from([0x0a, 0x02, 0x78, 0x01]);
  assert.throws(() => canonical("protobuf", message), /resourceSpans\.0 has a field that OTLP/);
});

test("an attribute that is there twice is refused", () => {
  const pair = { key: "a", value: { intValue: "1" } };
  assert.throws(() => fromProtobuf({ attributes: [pair, pair] }), /attributes has a key twice/);
});

test("a value of the wrong kind is refused", () => {
  assert.throws(() => fromJson({ name: 12 }), /name is not text/);
  assert.throws(() => fromJson({ startTimeUnixNano: {} }), /startTimeUnixNano is not a number/);
  assert.throws(() => fromJson({ events: "none" }), /events is not a list/);
});
