import assert from "node:assert/strict";
import { test } from "node:test";
import { ExportError, explainFailure, printable } from "./explain-failure.ts";

// The messages are those that upstream's exporters gave against real endpoints.
const cases = [
  [
    "Parse Error: Expected HTTP/, RTSP/ or ICE/",
    "http/protobuf",
    /OTEL_EXPORTER_OTLP_PROTOCOL=grpc/,
  ],
  [
    "14 UNAVAILABLE: No connection established. Last error: Protocol error",
    "grpc",
    /gRPC port \(4317\)/,
  ],
  ["write EPROTO 1:error:wrong version number", "http/json", /http:\/\/ instead of https:\/\//],
  ["getaddrinfo ENOTFOUND colector", "http/protobuf", /host name is unknown/],
  ["self-signed certificate", "http/protobuf", /OTEL_EXPORTER_OTLP_CERTIFICATE/],
  ["Request timed out", "http/protobuf", /does not answer/],
  ["4 DEADLINE_EXCEEDED: Deadline exceeded", "grpc", /does not answer/],
  ["16 UNAUTHENTICATED: no token", "grpc", /OTEL_EXPORTER_OTLP_HEADERS/],
  ["something new", "grpc", /Check OTEL_EXPORTER_OTLP_ENDPOINT/],
] as const;

for (const [message, protocol, remedy] of cases) {
  test(`explainFailure() has a remedy for ${message}`, () => {
    assert.match(explainFailure(new Error(message), protocol).remedy, remedy);
  });
}

test("explainFailure() tells an HTTP status without the server's words", () => {
  const error = Object.assign(new Error("Unauthorized"), { code: 401, data: "key sk-1 is wrong" });
  assert.deepEqual(explainFailure(error, "http/protobuf"), {
    kind: "response",
    cause: "HTTP status 401",
    remedy: "Set the credentials in OTEL_EXPORTER_OTLP_HEADERS",
  });
});

test("explainFailure() prints no control characters and no endless text", () => {
  const { cause } = explainFailure(new Error(`a\u001B[2J\n${"x".repeat(1000)}`), "grpc");
  assert.equal(cause.length, 200);
  assert.ok(cause.startsWith("a [2J xxx"));
});

test("explainFailure() copes with what is no error", () => {
  assert.equal(explainFailure(undefined, "grpc").cause, "no reason given");
});

test("explainFailure() quotes what our own transports let through of a server's words", () => {
  const error = new ExportError("HTTP status 400", {
    code: 400,
    serverText: `no tenant\u0007${"x".repeat(1000)}`,
  });
  const { cause, kind } = explainFailure(error, "http/protobuf");
  assert.equal(kind, "response");
  assert.match(cause, /^HTTP status 400 \(no tenant x+\)$/);
  assert.ok(cause.length < 230);
});

test("explainFailure() takes the remedy of an error that brings its own", () => {
  const error = new ExportError("the answer is no OTLP response", { remedy: "Correct it" });
  assert.deepEqual(explainFailure(error, "grpc"), {
    kind: "response",
    cause: "the answer is no OTLP response",
    remedy: "Correct it",
  });
});

test("printable() leaves nothing that turns the direction of text or begins a line", () => {
  assert.equal(printable("a\u202Eb\u2028c\r\nd"), "a b c d");
});
