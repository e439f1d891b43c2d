// An application that calls MCP servers over stdio and HTTP, and prints what it sees. Arguments: the release, how it is
// loaded, and the module that the server over stdio is to load before it.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { fileURLToPath } from "node:url";
import { tool } from "@agent-otel/sdk/genai";
import { context, propagation, trace } from "@opentelemetry/api";
import { loadMcp } from "./mcp-load.mjs";
import { createServer } from "./mcp-tools.mjs";
import { outcome } from "./outcome.mjs";

const [, , name, format, preload] = process.argv;
const mcp = await loadMcp(name, format);
const unhandled = [];
process.on("unhandledRejection", (error) => void unhandled.push(error?.constructor?.name));

const forms = {
  list: (client) => client.listTools(),
  answers: (client) => ask(client, "answers"),
  fails: (client) => ask(client, "fails"),
  throws: (client) => ask(client, "throws"),
  "no answer": (client) => ask(client, "waits", { timeout: 50 }),
  cancelled: (client) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort("enough"), 20);
    return ask(client, "waits", { signal: controller.signal });
  },
  "inside a tool": (client) => tool({ name: "answers" }, () => ask(client, "answers")),
  "two times inside a tool": (client) =>
    tool({ name: "answers" }, async () => [
      await ask(client, "answers"),
      await ask(client, "answers"),
    ]),
  "failing inside a tool": (client) => tool({ name: "srv__fails" }, () => ask(client, "fails")),
  baggage: (client) => {
    const baggage = propagation.createBaggage({ tenant: { value: "canary-system-41fa" } });
    const inside = propagation.setBaggage(context.active(), baggage);
    return context.with(inside, () => ask(client, "baggage"));
  },
  "frozen parameters": (client) =>
    client.callTool(
      Object.freeze({
        name: "answers",
        arguments: Object.freeze({}),
        _meta: Object.freeze({ mine: 1 }),
      }),
    ),
  transport: (client) => [client.transport?.constructor.name, Object.keys(client).length > 0],
};

await run("stdio", await stdioClient());
if (mcp.StreamableHTTPServerTransport) await run("http", await httpClient());
await run("memory", await memoryClient());
await new Promise((resolve) => setTimeout(resolve, 20));
console.log(`unhandled: ${JSON.stringify(unhandled.map(String).toSorted())}`);
// Some releases go on to ask for a stream that was closed, and keep the process.
process.kill(process.pid);

async function run(kind, { client, stop }) {
  for (const [form, call] of Object.entries(forms)) {
    // oxlint-disable-next-line no-await-in-loop -- each has a trace of its own
    const seen = await trace
      .getTracer("program")
      .startActiveSpan(`${kind}, ${form}`, async (span) => {
        const result = await outcome(() => call(client));
        span.end();
        return result;
      });
    console.log(`outcome: ${JSON.stringify({ form: `${kind}, ${form}`, seen })}`);
  }
  const open = ask(client, "waits").catch((error) => error?.message);
  await stop();
  console.log(`outcome: ${JSON.stringify({ form: `${kind}, closed`, seen: await open })}`);
}

function ask(client, called, options) {
  const params = { name: called, arguments: { text: "canary-argument-7c33" } };
  return mcp.schemas.call === "tools/call"
    ? client.callTool(params, options)
    : client.callTool(params, undefined, options);
}

function newClient() {
  return new mcp.Client({ name: "test", version: "1" }, { capabilities: {} });
}

async function stdioClient() {
  const client = newClient();
  const program = fileURLToPath(new URL("mcp-server.mjs", import.meta.url));
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, AGENT_OTEL_BAGGAGE_ALLOW: allow } = process.env;
  const env = {
    ...(endpoint && { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }),
    ...(allow && { AGENT_OTEL_BAGGAGE_ALLOW: allow }),
  };
  const args = [...(preload ? ["--import", preload] : []), program, name, format];
  await client.connect(new mcp.StdioClientTransport({ command: process.execPath, args, env }));
  return { client, stop: () => client.close() };
}

async function memoryClient() {
  const client = newClient();
  const server = createServer(mcp);
  const [near, far] = mcp.InMemoryTransport.createLinkedPair();
  await server.connect(far);
  await client.connect(near);
  return { client, stop: () => client.close() };
}

async function httpClient() {
  const client = newClient();
  const server = createServer(mcp);
  const transport = new mcp.StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
  });
  await server.connect(transport);
  const http = createHttpServer(
    (request, response) => void transport.handleRequest(request, response),
  );
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const url = new URL(`http://127.0.0.1:${http.address().port}/mcp`);
  await client.connect(new mcp.StreamableHTTPClientTransport(url));
  return {
    client,
    async stop() {
      await client.close();
      await server.close();
      http.closeAllConnections();
      http.close();
    },
  };
}
