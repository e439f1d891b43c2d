// An MCP server of the low-level kind, which all releases have, with tools for the tests.
import { context, propagation, trace } from "@opentelemetry/api";

/** Its tools answer, say that they failed, throw, never answer, tell of their progress, or tell what baggage came. */
export function createServer({ Server, schemas }) {
  const server = new Server({ name: "test", version: "1" }, { capabilities: { tools: {} } });
  server.setRequestHandler(schemas.list, () => ({
    tools: Object.keys(tools).map((name) => ({ name, inputSchema: { type: "object" } })),
  }));
  server.setRequestHandler(schemas.call, ({ params }) => tools[params.name](params.arguments));
  return server;
}

const tools = {
  answers: () => {
    trace.getTracer("server").startSpan("inside the tool").end();
    return said("canary-result-e802");
  },
  fails: () => ({ ...said("canary-result-e802"), isError: true }),
  throws: () => {
    throw new RangeError("canary-error-2f6d");
  },
  waits: () => new Promise(() => {}),
  baggage: () =>
    said(JSON.stringify(propagation.getBaggage(context.active())?.getAllEntries() ?? [])),
};

function said(text) {
  return { content: [{ type: "text", text }] };
}
