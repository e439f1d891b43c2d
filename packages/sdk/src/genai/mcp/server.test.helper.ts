import { context, trace } from "@opentelemetry/api";
import { McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

/** What the tools answer with; no recorded telemetry may hold it. */
export const RESULT = "canary-result-77aa";
/** What the tools are called with; no recorded telemetry may hold it. */
export const ARGUMENT = "canary-argument-31c4";

/** An MCP server with tools that work, report an error, throw, take their time and send notifications. */
export function createTestServer(): McpServer {
  const server = new McpServer(
    { name: "test", version: "1" },
    { capabilities: { logging: {}, tools: {} } },
  );
  const input = { text: z.string() };
  server.registerTool("echo", { inputSchema: input }, () => said(RESULT));
  server.registerTool("active", { inputSchema: input }, () =>
    said(JSON.stringify(trace.getSpanContext(context.active()) ?? null)),
  );
  server.registerTool("fails", { inputSchema: input }, () => ({ ...said(RESULT), isError: true }));
  server.registerTool("throws", { inputSchema: input }, () => {
    throw new Error(RESULT);
  });
  server.registerTool("waits", { inputSchema: input }, async (_args, { signal }) => {
    await new Promise((resolve) => {
      signal.addEventListener("abort", resolve, { once: true });
    });
    return said(RESULT);
  });
  server.registerTool("noisy", { inputSchema: input }, async (_args, extra) => {
    await extra.sendNotification({
      method: "notifications/progress",
      params: { progressToken: 0, progress: 1 },
    });
    await extra.sendNotification({ method: "notifications/tools/list_changed" });
    return said(RESULT);
  });
  server.registerPrompt("greet", {}, () => ({
    messages: [{ role: "user", content: { type: "text", text: RESULT } }],
  }));
  server.registerResource(
    "file",
    new ResourceTemplate("res://{id}", { list: undefined }),
    {},
    (uri) => ({
      contents: [{ uri: uri.href, text: RESULT }],
    }),
  );
  return server;
}

function said(text: string): { content: { type: "text"; text: string }[] } {
  return { content: [{ type: "text", text }] };
}
