import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { test } from "node:test";
import protobuf from "protobufjs/light.js";
import { signalSchemas } from "../otlp/schema.ts";
import { get, startTempo } from "./traces.test.helper.ts";

const traceId = "000000000000000000000000000000ab";

test("/ready and /api/echo answer as Tempo's", async (t) => {
  const url = await startTempo(t);
  assert.deepEqual(await get(`${url}/ready`), [200, "ready\n"]);
  assert.deepEqual(await get(`${url}/api/echo`), [200, "echo"]);
  assert.equal((await get(`${url}/api/nothing`))[0], 404);
  assert.equal((await fetch(`${url}/ready`, { method: "POST" })).status, 405);
});

test("an absent trace is 404 in the first version of the API and an empty trace in the second", async (t) => {
  const url = await startTempo(t);
  assert.deepEqual(await get(`${url}/api/traces/0abc`), [404, "trace not found\n"]);
  assert.deepEqual(await get(`${url}/api/v2/traces/0abc`), [200, '{"trace":{},"metrics":{}}']);
  assert.equal((await get(`${url}/api/traces/xyz`))[0], 400);
  assert.equal((await get(`${url}/api/traces/${"a".repeat(33)}`))[0], 400);
});

test("a trace is found with and without leading zeros, in any case, in JSON and protobuf", async (t) => {
  const url = await startTempo(t);
  const [, first] = await get(`${url}/api/traces/AB`);
  const { batches } = JSON.parse(first);
  assert.equal(batches.length, 2);
  assert.deepEqual(batches[0].resource.attributes, [
    { key: "service.name", value: { stringValue: "shop" } },
  ]);
  assert.deepEqual(batches[0].scopeSpans[0].spans[0], {
    traceId: Buffer.from(traceId, "hex").toString("base64"),
    spanId: Buffer.from("0000000000000001", "hex").toString("base64"),
    name: "POST /v1/chat",
    kind: "SPAN_KIND_SERVER",
    startTimeUnixNano: "1700000000000000000",
    endTimeUnixNano: "1700000002000000000",
    attributes: [{ key: "http.route", value: { stringValue: "/v1/chat" } }],
  });
  const [, second] = await get(`${url}/api/v2/traces/${traceId}`);
  assert.deepEqual(JSON.parse(second).trace.resourceSpans, batches);

  const accept = { headers: { accept: "application/protobuf" } };
  const answer = await fetch(`${url}/api/traces/${traceId}`, accept);
  assert.equal(answer.headers.get("content-type"), "application/protobuf");
  const type = signalSchemas.traces.request;
  const decoded = type.toObject(type.decode(Buffer.from(await answer.arrayBuffer())));
  assert.equal(decoded.resourceSpans[0].scopeSpans[0].spans[0].name, "POST /v1/chat");
  assert.equal(decoded.resourceSpans[1].scopeSpans[0].spans[0].status.code, 2);
});

test("a trace in protobuf is one field of the answer in version 2, as Grafana reads it", async (t) => {
  const url = await startTempo(t);
  const read = async (path: string): Promise<Buffer> => {
    const answer = await fetch(`${url}${path}`, { headers: { accept: "application/protobuf" } });
    assert.equal(answer.headers.get("content-type"), "application/protobuf");
    return Buffer.from(await answer.arrayBuffer());
  };
  const v1 = await read(`/api/traces/${traceId}`);
  const reader = protobuf.Reader.create(await read(`/api/v2/traces/${traceId}`));
  assert.equal(reader.uint32(), 0x0a);
  assert.deepEqual(Buffer.from(reader.bytes()), v1);
  assert.equal(reader.pos, reader.len);
  const absent = await read(`/api/v2/traces/${"f".repeat(32)}`);
  assert.deepEqual([...absent], [0x0a, 0]);
});

test("odd request targets are answered", async (t) => {
  const url = new URL(await startTempo(t));
  const statuses = ["//evil/ready", "*", "http://[", "/api/traces/%00", "/api/search?q=%"].map(
    (path) =>
      new Promise((resolve, reject) => {
        const { hostname, port } = url;
        httpRequest({ hostname, port, path }, (response) => resolve(response.statusCode))
          .on("error", reject)
          .end();
      }),
  );
  assert.deepEqual(await Promise.all(statuses), [404, 404, 404, 400, 400]);
});
