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

test("a count that is negative or no number is nothing", () => {
  for (const value of ["-1", '"x"', "1.5", "1e300", "{}"]) {
    const body = Buffer.from(`{"partialSuccess":{"rejectedSpans":${value}}}`);
    assert.equal(readExportResponse(body, "json").rejected, 0, value);
  }
  const minusOne = Buffer.from("0a0b08ffffffffffffffffff01", "hex");
  assert.equal(readExportResponse(minusOne, "protobuf").rejected, 0);
});

test("fields that OTLP may get later are skipped", () => {
  const body = Buffer.from("0a08080312026e6f18011205aabbccddee1d00000000210000000000000000", "hex");
  assert.deepEqual(readExportResponse(body, "protobuf"), { rejected: 3, message: "no" });
});

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
