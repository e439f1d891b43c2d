import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeGrpcFailure, MAX_MESSAGE_BYTES } from "./grpc-status.ts";

function judge(code: number, details: string): string {
  const failure = { code, details, statusDetails: undefined, unreachable: false };
  return judgeGrpcFailure(failure, (text) => text).kind;
}

for (const [server, code, details] of [
  ["grpc-go", 8, "grpc: received message larger than max (5000000 vs. 4194304)"],
  ["grpc-go", 8, "grpc: received message after decompression larger than max 4194304"],
  ["grpc-js", 8, "Received message larger than max (5000000 vs 4194304)"],
  ["grpc-java", 8, "gRPC message exceeds maximum size 4194304: 5000000"],
  [".NET", 8, "Received message exceeds the maximum configured message size."],
  ["tonic", 11, "Error, message length too large: found 5000000 bytes, the limit is: 4194304"],
  ["tonic", 11, "Error, decoded message length too large: found 5000000 bytes, the limit is: 4"],
  ["Google", 8, "Request payload size exceeds the limit: 4194304 bytes."],
  ["a gateway", 8, "message too large"],
  ["nginx", 2, "Received HTTP status code 413"],
] as const) {
  test(`"${details}" of ${server} is about the size`, () => {
    assert.equal(judge(code, details), "too-large");
  });
}

test("other texts of the same codes are not about the size", () => {
  assert.equal(judge(11, "offset past the end"), "retry");
  assert.equal(judge(8, "rate limit exceeded"), "failed");
  assert.equal(judge(8, "quota exceeds the maximum of 100 requests a second"), "failed");
  assert.equal(judge(14, "message too large"), "retry");
  assert.equal(
    judge(8, `Received message larger than max (7000000 vs ${MAX_MESSAGE_BYTES})`),
    "failed",
  );
});

test("a tunnel that does not come about is told with the proxy's variables", () => {
  const result = judgeGrpcFailure(
    {
      code: 14,
      details: "No connection established",
      statusDetails: undefined,
      unreachable: true,
      proxy: "proxy:3128",
    },
    (text) => text,
  );
  assert.equal(result.kind, "retry");
  assert.match(
    result.kind === "retry" ? result.error.message : "",
    /^no tunnel through the proxy proxy:3128: 14 UNAVAILABLE: No connection established$/,
  );
});
