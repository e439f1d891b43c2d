import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { context, trace } from "@opentelemetry/api";
import { fields } from "../fields.ts";
import { tool } from "../index.ts";
import { registerTestTelemetry } from "../telemetry.test.helper.ts";
import { Session } from "./session.ts";
import { transportInfo } from "./transport-info.ts";

const telemetry = registerTestTelemetry();
const HUGE = "x".repeat(1_000_000);
let session: Session;

class StdioTransport {
  readonly sessionId = HUGE;
}

beforeEach(() => {
  telemetry.reset();
  session = new Session(transportInfo(new StdioTransport()));
});

const circular: Record<string, unknown> = { method: "tools/call", id: 1 };
circular["params"] = { name: "t", _meta: circular, arguments: circular };

for (const [what, message] of Object.entries({
  "a circular one": circular,
  "huge names": { method: HUGE, id: HUGE, params: { name: HUGE, uri: HUGE } },
  "a huge trace context": {
    ...request("t"),
    params: { name: "t", _meta: { traceparent: HUGE, tracestate: HUGE, baggage: HUGE } },
  },
  "a trace context of objects": {
    ...request("t"),
    params: { name: "t", _meta: { traceparent: {}, tracestate: [], baggage: 7 } },
  },
  "parameters that are a list": { ...request("t"), params: [1] },
  "parameters that are a text": { ...request("t"), params: "name" },
  "metadata that is null": { ...request("t"), params: { _meta: null } },
})) {
  test(`a message is handled and recorded whatever it holds: ${what}`, () => {
    const handled: unknown[] = [];
    session.receive(message, () => handled.push("received"));
    session.send({ ...message, id: 2 }, () => handled.push("sent"));
    assert.deepEqual(handled, ["received", "sent"]);
    session.close();
    assert.deepEqual(telemetry.open(), []);
    assert.equal(telemetry.spans().length, 2);
    for (const { name, attributes } of telemetry.spans()) {
      assert.ok(name.length <= 513, name.slice(0, 99));
      for (const value of Object.values(attributes)) assert.ok(String(value).length <= 2048);
    }
  });
}

test("what cannot be read at all passes as it is", () => {
  const trapped = new Proxy({}, { get: () => assert.fail("a trap of the application") });
  for (const raw of [undefined, null, 7, "text", [], {}, { id: {} }, trapped]) {
    assert.equal(
      session.receive(raw, () => "handled"),
      "handled",
    );
    assert.equal(
      session.send(raw, (message) => message),
      raw,
    );
  }
  assert.deepEqual(telemetry.spans(), []);
});

for (const answer of [
  { id: 1, result: null },
  { id: 1, result: { isError: "yes", protocolVersion: HUGE } },
  { id: 1, error: "no object" },
  { id: 1, error: { code: HUGE } },
  { id: 1, error: { code: 1.5, message: HUGE } },
  { id: "1" },
]) {
  test(`a request ends with an answer of any shape: ${JSON.stringify(answer).slice(0, 60)}`, () => {
    session.send(request("t"), () => undefined);
    session.receive(answer, () => undefined);
    assert.equal(telemetry.spans().length, 1);
    assert.ok(JSON.stringify(telemetry.spans()[0]?.attributes).length < 1000);
  });
}

test("a peer that never answers, or asks without end, takes up a bounded number of requests", () => {
  for (let id = 0; id < 10_050; id += 1) {
    session.send({ ...request("t"), id }, () => undefined);
  }
  assert.equal(telemetry.open().length, 10_000);
  assert.equal(telemetry.spans()[0]?.attributes["error.type"], "unanswered");
  session.close();
  assert.deepEqual(telemetry.open(), []);
});

test("tools without end are one more series of the metrics, not one each", async () => {
  for (let id = 0; id < 300; id += 1) {
    session.send({ ...request(`tool-${id}`), id }, () => undefined);
    session.receive({ id, result: {} }, () => undefined);
  }
  const points = await telemetry.points("mcp.client.operation.duration");
  const tools = new Set(points.map(({ attributes }) => attributes["gen_ai.tool.name"]));
  assert.ok(tools.has("_OTHER"));
  assert.ok(tools.size <= 102, String(tools.size));
});

test("the span of a tool takes the attributes of the call it makes, once, and only of that tool", () => {
  tool({ name: "server__search" }, () => {
    for (const [id, name] of ["other", "search", "search"].entries()) {
      session.send({ ...request(name), id }, () => undefined);
      session.receive({ id, result: { isError: id === 1 } }, () => undefined);
    }
  });
  const names = telemetry.spans().map(({ name }) => name);
  assert.deepEqual(names, ["tools/call other", "tools/call search", "execute_tool server__search"]);
  const { attributes, status } = telemetry.span("execute_tool server__search");
  assert.equal(attributes["mcp.method.name"], "tools/call");
  assert.equal(attributes["jsonrpc.request.id"], "1");
  assert.equal(attributes["gen_ai.operation.name"], "execute_tool");
  assert.equal(attributes["error.type"], "tool_error");
  assert.equal(status.message, "tool_error");
});

test("a message is sent in the context of its span, or of the tool's", () => {
  tool({ name: "t" }, () => {
    const before = trace.getSpan(context.active());
    session.send(request("t"), () => assert.equal(trace.getSpan(context.active()), before));
  });
  let meta: unknown;
  session.send(request("t"), (message) => {
    meta = fields(fields(message)["params"])["_meta"];
  });
  session.close();
  assert.match(String(fields(meta)["traceparent"]), /^00-/);
});

function request(name: string): { id: number; method: string; params: object } {
  return { id: 1, method: "tools/call", params: { name } };
}
