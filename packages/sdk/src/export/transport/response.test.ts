import assert from "node:assert/strict";
import { test } from "node:test";
import { readExportResponse, readFailureText } from "./response.ts";
import { readFields } from "./wire.ts";

test("an empty body is a valid response", () => {
  const nothing = { rejected: 0, message: "" };
  assert.deepEqual(readExportResponse(new Uint8Array(), "protobuf"), nothing);
  assert.deepEqual(readExportResponse(new Uint8Array(), "json"), nothing);
  assert.deepEqual(readExportResponse(Buffer.from("{}"), "json"), nothing);
  assert.deepEqual(readExportResponse(Buffer.from('{"partialSuccess":null}'), "json"), nothing);
});

test("the rejected items of each signal are read, as number and as text", () => {
  for (const field of ["rejectedSpans", "rejectedDataPoints", "rejectedLogRecords"]) {
    for (const value of ["5", '"5"']) {
      const body = Buffer.from(`{"partialSuccess":{"${field}":${value},"errorMessage":"no"}}`);
      assert.deepEqual(readExportResponse(body, "json"), { rejected: 5, message: "no" });
    }
  }
});

test("a count that is negative is nothing", () => {
  for (const value of ["-1", '"-1"', "0", "null"]) {
    const body = Buffer.from(`{"partialSuccess":{"rejectedSpans":${value}}}`);
    assert.equal(readExportResponse(body, "json").rejected, 0, value);
  }
  const minusOne = Buffer.from("0a0b08ffffffffffffffffff01", "hex");
  assert.equal(readExportResponse(minusOne, "protobuf").rejected, 0);
});

test("fields that a partial success may get later are skipped", () => {
  const body = Buffer.from("0a08080312026e6f1801", "hex");
  assert.deepEqual(readExportResponse(body, "protobuf"), { rejected: 3, message: "no" });
  const json = Buffer.from('{"partialSuccess":{"rejectedSpans":3,"errorMessage":"no","new":[]}}');
  assert.deepEqual(readExportResponse(json, "json"), { rejected: 3, message: "no" });
});

test("the names of the original are read as well", () => {
  const json = Buffer.from('{"partial_success":{"rejected_spans":"3","error_message":"no"}}');
  assert.deepEqual(readExportResponse(json, "json"), { rejected: 3, message: "no" });
});

for (const body of [
  '{"error":"invalid token"}',
  '{"partialSuccess":{},"error":"invalid token"}',
  '{"partialSuccess":"none"}',
  '{"partialSuccess":[]}',
  '{"partialSuccess":{"errorMessage":5}}',
  '{"partialSuccess":{"rejectedSpans":"x"}}',
  '{"partialSuccess":{"rejectedSpans":1.5}}',
  '{"partialSuccess":{"rejectedSpans":1e300}}',
  '{"partialSuccess":{"rejectedLogRecords":{}}}',
  '{"partialSuccess":{"rejectedDataPoints":true}}',
  "null",
  "[]",
  '"OK"',
  "OK",
]) {
  test(`${body} is no response`, () => {
    assert.throws(() => readExportResponse(Buffer.from(body), "json"));
  });
}

for (const [what, hex] of [
  ["a field of another number", "1205aabbccddee"],
  ["a google.rpc.Status", "08031203626164"],
  ["a partial success that is a number", "0801"],
  ["a count that is text", "0a040a026e6f"],
  ["a message that is a number", "0a021001"],
] as const) {
  test(`${what} is no response`, () => {
    assert.throws(() => readExportResponse(Buffer.from(hex, "hex"), "protobuf"), RangeError);
  });
}

for (const hex of [
  "0a",
  "0aff",
  "00",
  "07",
  "0b",
  "08ffffffffffffffffffffff",
  "0a80808080808080808001",
  "25000000",
]) {
  test(`the bytes ${hex} are no message`, () => {
    assert.throws(() => [...readFields(Buffer.from(hex, "hex"))], RangeError);
    assert.throws(() => readExportResponse(Buffer.from(hex, "hex"), "protobuf"), RangeError);
  });
}

test("random bytes never hang or throw anything but an error of their own", () => {
  let seed = 1;
  for (let round = 0; round < 5000; round++) {
    const bytes = Uint8Array.from({ length: round % 40 }, () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed >> 16;
    });
    try {
      readExportResponse(bytes, "protobuf");
    } catch (error) {
      assert.ok(error instanceof RangeError, String(error));
    }
  }
});

test("the text of a failure is that of google.rpc.Status, else the body itself", () => {
  const status = Buffer.from("0803120362616420ff01".slice(0, 14), "hex");
  assert.equal(readFailureText(status, "application/x-protobuf"), "bad");
  assert.equal(
    readFailureText(Buffer.from('{"code":3,"message":"bad"}'), "application/json"),
    "bad",
  );
  assert.equal(readFailureText(Buffer.from("bad"), "application/json"), "bad");
  assert.equal(readFailureText(Buffer.from("bad"), "text/plain"), "bad");
  assert.equal(readFailureText(Buffer.from("{}"), "application/json"), "");
});
