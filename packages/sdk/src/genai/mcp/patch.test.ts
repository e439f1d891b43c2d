import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import * as protocol from "@modelcontextprotocol/sdk/shared/protocol.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { context, propagation, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { agent } from "../index.ts";
import { registerTestTelemetry } from "../telemetry.test.helper.ts";
import { answerOf, metaOf } from "./messages.test.helper.ts";
import { mcpPatches } from "./patch.ts";
import { ARGUMENT, createTestServer, RESULT } from "./server.test.helper.ts";

const telemetry = registerTestTelemetry();
for (const patch of mcpPatches) patch.patch(protocol, "1.32.2");

const args = { text: ARGUMENT };
let client: Client;
let clientTransport: InMemoryTransport;
/** Messages as they leave the client. */
let wire: JSONRPCMessage[];

beforeEach(async () => {
  const [near, far] = InMemoryTransport.createLinkedPair();
  clientTransport = near;
  wire = [];
  const send = near.send.bind(near);
  near.send = (message, options) => {
    wire.push(message);
    return send(message, options);
  };
  client = new Client({ name: "test", version: "1" });
  await createTestServer().connect(far);
  await client.connect(near);
  telemetry.reset();
  wire.length = 0;
});

afterEach(async () => {
  await client.close();
  assert.deepEqual(telemetry.open(), []);
  assert.doesNotMatch(await telemetry.dump(), new RegExp(`${ARGUMENT}|${RESULT}`));
});

test("a tool call is a client span and, as its child, a server span", async () => {
  await agent({ name: "A" }, () => client.callTool({ name: "echo", arguments: args }));
  const [sent, received] = both("tools/call echo");
  assert.equal(
    sent.parentSpanContext?.spanId,
    telemetry.span("invoke_agent A").spanContext().spanId,
  );
  assert.equal(received.parentSpanContext?.spanId, sent.spanContext().spanId);
  assert.deepEqual(received.links, []);
  const expected = {
    "mcp.method.name": "tools/call",
    "jsonrpc.request.id": "1",
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "echo",
    "mcp.protocol.version": "2025-11-25",
  };
  assert.deepEqual(sent.attributes, expected);
  assert.deepEqual(received.attributes, expected);
});

test("the handler runs inside the server span", async () => {
  const result = await client.callTool({ name: "active", arguments: args });
  const [, received] = both("tools/call active");
  assert.equal(answerOf(result)["spanId"], received.spanContext().spanId);
});

test("the trace context is in params._meta of the sent message; the caller's objects stay as they were", async () => {
  const params = Object.freeze({
    name: "echo",
    arguments: Object.freeze(args),
    _meta: Object.freeze({ mine: 1 }),
  });
  await client.callTool(params);
  const [sent] = both("tools/call echo");
  const { traceId, spanId } = sent.spanContext();
  assert.deepEqual(metaOf(wire[0]), { mine: 1, traceparent: `00-${traceId}-${spanId}-01` });
  assert.deepEqual(metaOf({ params }), { mine: 1 });
});

test("baggage of the application does not leave in params._meta", async () => {
  const baggage = propagation.createBaggage({ user: { value: "u-1" } });
  await context.with(propagation.setBaggage(context.active(), baggage), () =>
    client.callTool({ name: "echo", arguments: args }),
  );
  assert.deepEqual(Object.keys(metaOf(wire[0])), ["traceparent"]);
});

test("a traceparent that the caller set is not overwritten, nor is a tracestate mixed into it", async () => {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  await client.callTool({ name: "echo", arguments: args, _meta: { traceparent } });
  assert.deepEqual(metaOf(wire[0]), { traceparent });
  const received = telemetry
    .spans()
    .find((span) => span.kind === SpanKind.SERVER && span.name === "tools/call echo");
  assert.equal(received?.parentSpanContext?.spanId, "b7ad6b7169203331");
  // The client's span is active here as well, because the transport is in this process.
  assert.equal(received?.links.length, 1);
});

for (const [tool, type] of [
  ["fails", "tool_error"],
  ["throws", "tool_error"],
] as const) {
  test(`the tool ${tool}: both spans and metrics say ${type}`, async () => {
    await client.callTool({ name: tool, arguments: args });
    for (const span of both(`tools/call ${tool}`)) {
      assert.equal(span.attributes["error.type"], type);
      assert.deepEqual(span.status, { code: SpanStatusCode.ERROR, message: type });
    }
    const sides = ["client", "server"].map((side) =>
      telemetry.points(`mcp.${side}.operation.duration`),
    );
    for (const points of await Promise.all(sides)) {
      assert.ok(
        points.some(
          ({ attributes }) =>
            attributes["error.type"] === type && attributes["gen_ai.tool.name"] === tool,
        ),
      );
    }
  });
}

test("a JSON-RPC error is recorded by its code, without its message", async () => {
  await assert.rejects(client.getPrompt({ name: `no-${RESULT.slice(0, 6)}` }));
  for (const span of telemetry.spans()) {
    assert.equal(span.attributes["rpc.response.status_code"], "-32602");
    assert.equal(span.attributes["error.type"], "-32602");
    assert.equal(span.status.message, "-32602");
  }
  assert.equal(telemetry.spans().length, 2);
});

test("prompts and resources are named by what they are", async () => {
  await client.getPrompt({ name: "greet" });
  await client.readResource({ uri: "res://1" });
  assert.equal(both("prompts/get greet")[0].attributes["gen_ai.prompt.name"], "greet");
  assert.equal(both("resources/read")[0].attributes["mcp.resource.uri"], "res://1");
});

test("a timeout ends both spans; the server learns of it by the cancellation", async () => {
  await assert.rejects(
    client.callTool({ name: "waits", arguments: args }, undefined, { timeout: 20 }),
  );
  for (const span of both("tools/call waits")) {
    assert.equal(span.attributes["error.type"], "timeout");
  }
});

test("a cancelled request ends both spans as cancelled", async () => {
  const controller = new AbortController();
  const call = client.callTool({ name: "waits", arguments: args }, undefined, {
    signal: controller.signal,
  });
  controller.abort("enough");
  await assert.rejects(call);
  for (const span of both("tools/call waits")) {
    assert.equal(span.attributes["error.type"], "cancelled");
  }
});

test("closing the connection ends what waits for an answer", async () => {
  const call = client.callTool({ name: "waits", arguments: args });
  await client.close();
  await assert.rejects(call);
  for (const span of both("tools/call waits")) {
    assert.equal(span.attributes["error.type"], "connection_closed");
  }
});

test("a transport that cannot send fails the call with its own error", async () => {
  const lost = new Error(RESULT);
  clientTransport.send = () => Promise.reject(lost);
  const thrown: unknown = await client
    .callTool({ name: "echo", arguments: args })
    .catch((error: unknown) => error);
  assert.equal(thrown, lost);
  assert.equal(telemetry.span("tools/call echo").attributes["error.type"], "Error");
});

test("progress notifications and stray pings have no span, other notifications one within a trace", async () => {
  await client.ping();
  assert.deepEqual(telemetry.spans(), []);
  await client.callTool({ name: "noisy", arguments: args });
  const names = telemetry.spans().map((span) => span.name);
  assert.equal(names.includes("notifications/progress"), false);
  assert.equal(names.filter((name) => name === "notifications/tools/list_changed").length, 2);
  const points = await telemetry.points("mcp.client.operation.duration");
  const methods = new Set(points.map(({ attributes }) => attributes["mcp.method.name"]));
  assert.ok(methods.has("ping"));
  assert.ok(methods.has("notifications/progress"));
});

test("the application sees its own transport, and patching again changes nothing", () => {
  assert.equal(client.transport, clientTransport);
  const connect: unknown = Reflect.get(protocol.Protocol.prototype, "connect");
  for (const patch of mcpPatches) patch.patch(protocol, "1.32.2");
  assert.equal(Reflect.get(protocol.Protocol.prototype, "connect"), connect);
  for (const exports of [undefined, {}, { Protocol: 1 }]) {
    assert.equal(mcpPatches[0]?.patch(exports, undefined), exports);
  }
});

function both(
  name: string,
): [ReturnType<typeof telemetry.span>, ReturnType<typeof telemetry.span>] {
  const found = telemetry.spans().filter((span) => span.name === name);
  const sent = found.find((span) => span.kind === SpanKind.CLIENT);
  const received = found.find((span) => span.kind === SpanKind.SERVER);
  assert.ok(
    sent !== undefined && received !== undefined && found.length === 2,
    String(found.length),
  );
  return [sent, received];
}
