import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connect } from "node:http2";
import { request } from "node:https";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { CLIENT_NAME, makeCertificates, whyNoCertificates } from "./certificates.ts";
import { startOtlpReceiver } from "./otlp-receiver.ts";

const span = {
  traceId: "5b8aa5a2d2c872e8321cf37308d69df2",
  spanId: "051581bf3cb55c13",
  name: "work",
  kind: 2,
  attributes: [{ key: "list", value: { arrayValue: { values: [{ intValue: "7" }, {}] } } }],
};
const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
const json = { "content-type": "application/json" };

test("a span sent as JSON with gzip is kept with how it came", async (t) => {
  const receiver = await startOtlpReceiver();
  t.after(() => receiver.close());
  const headers = { ...json, "content-encoding": "gzip", "x-tenant": "a" };
  const answer = await fetch(`${receiver.url}/v1/traces`, {
    method: "POST",
    headers,
    body: gzipSync(body),
  });
  assert.equal(answer.status, 200);
  const [only, ...others] = receiver.requests;
  assert.deepEqual(others, []);
  assert.equal(only?.compression, "gzip");
  assert.equal(only.headers["x-tenant"], "a");
  const [received] = receiver.spans;
  assert.equal(received?.traceId, span.traceId);
  assert.deepEqual(received.attributes, { list: [7, null] });
  assert.ok(!("parentSpanId" in received));
});

test("what is no OTLP request is refused and kept apart", async (t) => {
  const receiver = await startOtlpReceiver();
  t.after(() => receiver.close());
  const protobuf = { "content-type": "application/x-protobuf" };
  for (const [path, headers, content] of [
    ["/v1/traces", protobuf, "\u0007garbage"],
    ["/v1/traces", json, '{"resourceSpans":[{"scopeSpans":"text"}]}'],
    ["/v1/traces", { "content-type": "text/plain" }, body],
    ["/v1/spans", json, body],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that the order is known
    const answer = await fetch(receiver.url + path, { method: "POST", headers, body: content });
    assert.equal(answer.status, 400);
  }
  assert.equal(receiver.requests.length, 0);
  const [, list, type, path] = receiver.refused;
  assert.equal(receiver.refused.length, 4);
  assert.equal(list, "/v1/traces: expected a list, got string");
  assert.equal(type, '/v1/traces: unsupported content type "text/plain"');
  assert.equal(path, "/v1/spans: no such path");
});

test("a gRPC message that is cut off is an answer, not an end of the receiver", async (t) => {
  const receiver = await startOtlpReceiver({ transport: "grpc" });
  t.after(() => receiver.close());
  const client = connect(receiver.url);
  t.after(() => client.destroy());
  const path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
  const stream = client.request({ ":method": "POST", ":path": path });
  stream.end(Buffer.from([0, 0, 0, 0, 9, 1]));
  const status = await new Promise((resolve) => {
    stream.resume().on("trailers", (trailers) => resolve(trailers["grpc-status"]));
  });
  assert.equal(status, "3");
  assert.deepEqual(receiver.refused, [`${path}: the message is cut off`]);
});

test(
  "with mutual TLS only a client with a certificate gets in",
  { skip: whyNoCertificates() },
  async (t) => {
    const certificates = makeCertificates();
    t.after(() => certificates.remove());
    const receiver = await startOtlpReceiver({ tls: certificates, clientCertificate: true });
    t.after(() => receiver.close());
    const ca = readFileSync(certificates.authority);
    const key = readFileSync(certificates.client.key);
    const cert = readFileSync(certificates.client.certificate);
    const send = (options: object): Promise<number | string> =>
      new Promise((resolve) => {
        const target = { ...options, method: "POST", headers: json, ca };
        request(`${receiver.url}/v1/traces`, target, (answer) => resolve(answer.statusCode ?? 0))
          .on("error", (error) => resolve(error.message))
          .end(body);
      });
    assert.notEqual(await send({}), 200);
    assert.equal(receiver.requests.length, 0);
    assert.equal(receiver.failedHandshakes.length, 1);
    assert.equal(await send({ key, cert }), 200);
    assert.equal(receiver.requests[0]?.clientName, CLIENT_NAME);
  },
);
