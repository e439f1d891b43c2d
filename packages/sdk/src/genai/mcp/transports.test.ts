import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import * as protocol from "@modelcontextprotocol/sdk/shared/protocol.js";
import { context, SpanKind, trace } from "@opentelemetry/api";
import { fields } from "../fields.ts";
import { registerTestTelemetry } from "../telemetry.test.helper.ts";
import { answerOf } from "./messages.test.helper.ts";
import { mcpPatches } from "./patch.ts";
import { createTestServer } from "./server.test.helper.ts";
import { trustMcpPeers } from "./trust.ts";

const telemetry = registerTestTelemetry();
for (const patch of mcpPatches) patch.patch(protocol, "1.32.2");

const call = { name: "active", arguments: { text: "x" } };

test("over stdio the server in another process continues the trace", async () => {
  telemetry.reset();
  const client = new Client({ name: "test", version: "1" });
  const script = fileURLToPath(new URL("./stdio-server.test.helper.ts", import.meta.url));
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [script] }));
  try {
    const active = answerOf(await client.callTool(call));
    const sent = telemetry.span("tools/call active");
    assert.equal(sent.attributes["network.transport"], "pipe");
    assert.equal(active["traceId"], sent.spanContext().traceId);
    assert.notEqual(active["spanId"], sent.spanContext().spanId);
  } finally {
    await client.close();
  }
  assert.deepEqual(telemetry.open(), []);
});

for (const trusted of [true, false]) {
  const [parent, link] = trusted ? ["client", "HTTP span"] : ["HTTP span", "client"];
  test(`over streamable HTTP the ${parent} is the parent of the server span, the ${link} a link`, () =>
    overHttp(trusted));
}

async function overHttp(trusted: boolean): Promise<void> {
  telemetry.reset();
  trustMcpPeers(trusted ? ["http"] : []);
  const server = createTestServer();
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
  await server.connect(transport);
  const tracer = trace.getTracer("http");
  const http = createServer((request, response) => {
    const span = tracer.startSpan("POST /mcp", { kind: SpanKind.SERVER });
    response.once("close", () => span.end());
    void context.with(trace.setSpan(context.active(), span), () =>
      transport.handleRequest(request, response),
    );
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const port = Number(fields(http.address())["port"]);
  const client = new Client({ name: "test", version: "1" });
  const clientTransport = new StreamableHTTPClientTransport(
    new URL(`http://127.0.0.1:${port}/mcp`),
  );
  try {
    await client.connect(clientTransport);
    const active = answerOf(await client.callTool(call));
    const spans = telemetry.spans().filter((span) => span.name === "tools/call active");
    const sent = spans.find((span) => span.kind === SpanKind.CLIENT);
    const received = spans.find((span) => span.kind === SpanKind.SERVER);
    assert.ok(sent !== undefined && received !== undefined);
    const [link] = received.links;
    const isChild = received.parentSpanContext?.spanId === sent.spanContext().spanId;
    assert.equal(isChild, trusted);
    assert.equal(received.links.length, 1);
    assert.equal(link?.context.traceId === sent.spanContext().traceId, !trusted);
    assert.equal(active["spanId"], received.spanContext().spanId);
    const session = { "mcp.session.id": transport.sessionId, "network.protocol.name": "http" };
    for (const span of [sent, received]) {
      assert.equal(span.attributes["mcp.session.id"], session["mcp.session.id"]);
      assert.equal(span.attributes["network.transport"], "tcp");
      assert.equal(span.attributes["network.protocol.name"], "http");
    }
    assert.equal(sent.attributes["server.address"], "127.0.0.1");
    assert.equal(sent.attributes["server.port"], port);
    assert.equal(received.attributes["server.address"], undefined);
  } finally {
    await client.close();
    await server.close();
    http.closeAllConnections();
    http.close();
  }
}
