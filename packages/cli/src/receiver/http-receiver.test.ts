import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { gzipSync } from "node:zlib";
import { testBackend } from "../backend/backend.test.helper.ts";
import { signalSchemas, statusType } from "../otlp/schema.ts";
import { readTrace } from "../store/read-trace.ts";

const json = { "content-type": "application/json" };
const protobuf = { "content-type": "application/x-protobuf" };
const traceId = "5b8efff798038103d269b633813fc60c";

test("an unknown path, method or content type is answered as the Collector does", async (t) => {
  const url = await start(t);
  const unknown = await fetch(url);
  assert.equal(unknown.status, 404);
  assert.equal(await unknown.text(), "404 page not found\n");
  const get = await fetch(`${url}/v1/traces`);
  assert.equal(get.status, 405);
  assert.equal(await get.text(), "405 method not allowed, supported: [POST]");
  const noType = await fetch(`${url}/v1/traces`, { method: "POST", body: Buffer.from("x") });
  assert.equal(noType.status, 415);
  assert.equal(
    await noType.text(),
    "415 unsupported media type, supported: [application/json, application/x-protobuf]",
  );
});

test("an empty request succeeds in both encodings and for every signal", async (t) => {
  const url = await start(t);
  const answers = ["traces", "metrics", "logs"].map(async (signal) => {
    const asJson = await post(`${url}/v1/${signal}`, json, "{}");
    assert.deepEqual([asJson.status, String(asJson.body)], [200, '{"partialSuccess":{}}']);
    assert.equal(asJson.type, "application/json");
    const asProto = await post(`${url}/v1/${signal}?x=1`, protobuf, "");
    assert.deepEqual([asProto.status, asProto.body.length], [200, 0]);
    assert.equal(asProto.type, "application/x-protobuf");
  });
  await Promise.all(answers);
});

test("spans without valid ids are refused as a partial success", async (t) => {
  const url = await start(t);
  const valid = { traceId, spanId: "eee19b7ec3c1b174", name: "kept" };
  const spans = [valid, { ...valid, traceId: "00".repeat(16) }, { ...valid, spanId: "" }];
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
  const answer = await post(`${url}/v1/traces`, json, body);
  assert.equal(answer.status, 200);
  assert.deepEqual(JSON.parse(String(answer.body)), {
    partialSuccess: {
      rejectedSpans: "2",
      errorMessage: "a span id is not 8 bytes that are not all zero",
    },
  });

  const { request: type, response } = signalSchemas.traces;
  const bytes = type.encode(
    type.fromObject({ resourceSpans: [{ scopeSpans: [{ spans: [{}] }] }] }),
  );
  const proto = await post(`${url}/v1/traces`, protobuf, bytes.finish());
  const decoded = response.toObject(response.decode(proto.body), { longs: String });
  assert.equal(decoded.partialSuccess.rejectedSpans, "1");
});

test("bodies that are not OTLP get 400 with a status in the encoding of the request", async (t) => {
  const url = `${await start(t)}/v1/traces`;
  const asJson = await post(url, json, '{"resourceSpans": 5}');
  assert.equal(asJson.status, 400);
  assert.deepEqual(JSON.parse(String(asJson.body)), {
    code: 3,
    message: "not a valid OTLP json request for traces: resourceSpans: expected a list, got 5",
  });
  assert.equal((await post(url, json, "{")).status, 400);
  assert.equal((await post(url, json, Buffer.from([0x22, 0xff, 0x22]))).status, 400);

  const truncated = await post(url, protobuf, Buffer.from([0x0a, 0x7f, 0x01]));
  assert.equal(truncated.status, 400);
  assert.equal(truncated.type, "application/x-protobuf");
  const status = statusType.toObject(statusType.decode(truncated.body));
  assert.equal(status.code, 3);
  assert.match(status.message, /^not a valid OTLP protobuf request for traces: /);
  assert.equal((await post(url, protobuf, randomBytes(1000).fill(0xff, 0, 20))).status, 400);
});

test("deep nesting is refused in both encodings and harms nothing", async (t) => {
  const url = `${await start(t)}/v1/traces`;
  const depth = 100_000;
  const nested = `${'{"arrayValue":{"values":['.repeat(depth)}${"]}}".repeat(depth)}`;
  const span = `{"attributes":[{"key":"k","value":${nested}}]}`;
  const body = `{"resourceSpans":[{"scopeSpans":[{"spans":[${span}]}]}]}`;
  const answer = await post(url, json, body);
  assert.equal(answer.status, 400);
  assert.match(String(answer.body), /nested too deeply/);

  let bytes: Buffer = Buffer.alloc(0);
  for (let level = 0; level < 200; level++) {
    bytes = level % 2 === 0 ? field(1, bytes) : field(5, bytes);
  }
  const attribute = field(1, field(1, field(2, bytes)));
  assert.equal((await post(url, protobuf, field(1, field(1, attribute)))).status, 400);
  assert.equal((await post(url, json, "{}")).status, 200);
});

test("bodies of more than 20 MiB get 413, compressed or not", async (t) => {
  const url = `${await start(t)}/v1/traces`;
  const large = await post(url, json, Buffer.alloc(30 * 2 ** 20, " "));
  assert.equal(large.status, 413);
  assert.equal(JSON.parse(String(large.body)).message, "the body is larger than 20 MiB");

  const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20));
  const gzip = { ...json, "content-encoding": "gzip" };
  const before = process.memoryUsage.rss();
  assert.equal((await post(url, gzip, bomb)).status, 413);
  assert.ok(process.memoryUsage.rss() - before < 150 * 2 ** 20, "the bomb was not unpacked");
});

test("a body that is not what Content-Encoding says gets 400", async (t) => {
  const url = `${await start(t)}/v1/traces`;
  const gzip = { ...json, "content-encoding": "gzip" };
  assert.equal((await post(url, gzip, "{}")).status, 400);
  assert.equal((await post(url, gzip, gzipSync("{}").subarray(0, 12))).status, 400);
  const unknown = await post(url, { ...json, "content-encoding": "br" }, "{}");
  assert.equal(unknown.status, 400);
  assert.match(String(unknown.body), /unsupported Content-Encoding: br; supported: gzip/);
  assert.equal((await post(url, gzip, gzipSync("{}"))).status, 200);
});

test("a foreign Host header is refused, so that no web page can reach the server by its own name", async (t) => {
  const url = `${await start(t)}/v1/traces`;
  assert.equal((await post(url, { ...json, host: "evil.example:4318" }, "{}")).status, 403);
  assert.equal((await post(url, { ...json, host: "localhost:4318" }, "{}")).status, 200);
  assert.equal((await post(url, { ...json, host: "[::1]:4318" }, "{}")).status, 200);
});

test("JSON may write integers as numbers, enums by name, fields in snake_case, and unknown fields", async (t) => {
  const { store, ports } = await testBackend(t);
  const span = {
    trace_id: traceId.toUpperCase(),
    spanId: "eee19b7ec3c1b174",
    name: "x",
    kind: "SPAN_KIND_CLIENT",
    startTimeUnixNano: 1_700_000_000_000_000_000,
    endTimeUnixNano: "1700000001000000000",
    status: { code: "STATUS_CODE_ERROR", unheardOf: { deep: [1] } },
    parentSpanId: null,
    attributes: [{ key: "n", value: { intValue: 5 } }],
    __proto__x: 1,
  };
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  const answer = await post(`http://127.0.0.1:${ports.http}/v1/traces`, json, body);
  assert.equal(String(answer.body), '{"partialSuccess":{}}');
  const [stored] = readTrace(store, traceId);
  assert.equal(stored?.kind, 3);
  assert.equal(stored.failed, true);
  assert.equal(stored.end - stored.start, 1_000_000_000n);
  assert.deepEqual(stored.attributes, { n: 5 });
});

async function start(t: TestContext): Promise<string> {
  const { ports } = await testBackend(t);
  return `http://127.0.0.1:${ports.http}`;
}

interface Answer {
  status: number | undefined;
  type: string | undefined;
  body: Buffer;
}

/** Not fetch, which hides an early answer behind the write error of the rest of the body. */
function post(
  url: string,
  headers: Record<string, string>,
  body: string | Uint8Array,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let answered = false;
    const call = request(url, { method: "POST", headers, agent: false }, (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode: status, headers: received } = response;
        resolve({ status, type: received["content-type"], body: Buffer.concat(chunks) });
      });
    });
    call.on("error", (error) => {
      if (!answered) reject(error);
    });
    call.end(body);
  });
}

/** A length-delimited protobuf field. */
function field(number: number, content: Buffer): Buffer {
  const length: number[] = [];
  let rest = content.length;
  for (; rest > 127; rest >>>= 7) length.push((rest & 127) | 128);
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length, rest]), content]);
}
