/** How a consumer's application is written. */
export type ModuleFormat = "cjs" | "esm";

/**
 * The source of a small agent backend as a user would write it: no telemetry in it but `agent` and `tool`.
 * It prints its URL, answers one request to `POST /v1/run` and then closes.
 */
export function applicationSource(format: ModuleFormat): string {
  const load = format === "esm" ? esmImport : cjsRequire;
  return [...imports.map(load), body].join("\n");
}

interface Import {
  readonly names: string;
  readonly from: string;
}

const imports: readonly Import[] = [
  { names: "{ fastify }", from: "fastify" },
  { names: "{ OpenAI }", from: "openai" },
  { names: "{ Client }", from: "@modelcontextprotocol/sdk/client/index.js" },
  { names: "{ McpServer }", from: "@modelcontextprotocol/sdk/server/mcp.js" },
  { names: "{ InMemoryTransport }", from: "@modelcontextprotocol/sdk/inMemory.js" },
  { names: "{ agent, tool }", from: "@agent-otel/sdk/genai" },
  { names: "{ z }", from: "zod" },
];

function esmImport({ names, from }: Import): string {
  return `import ${names} from "${from}";`;
}

function cjsRequire({ names, from }: Import): string {
  return `const ${names} = require("${from}");`;
}

const body = `
async function connectCalculator() {
  const server = new McpServer({ name: "calculator", version: "1.0.0" });
  server.registerTool("add", { inputSchema: { a: z.number(), b: z.number() } }, async ({ a, b }) => {
    return { content: [{ type: "text", text: String(a + b) }] };
  });
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  await server.connect(serverSide);
  const client = new Client({ name: "consumer", version: "1.0.0" });
  await client.connect(clientSide);
  return client;
}

async function main() {
  const calculator = await connectCalculator();
  const openai = new OpenAI({ baseURL: process.env.MODEL_URL, apiKey: "none", maxRetries: 0 });
  const app = fastify({ logger: true });
  app.post("/v1/run", async (request, reply) => {
    request.log.info("run begins");
    const answer = await agent({ name: "adder", conversationId: "c-1" }, async () => {
      const chat = await openai.chat.completions.create({
        model: "demo",
        messages: [{ role: "user", content: request.body.message }],
      });
      const result = await tool({ name: "add", callId: "call-1" }, () => {
        return calculator.callTool({ name: "add", arguments: { a: 1, b: 2 } });
      });
      return { chat: chat.choices[0].message.content, sum: result.content[0].text };
    });
    reply.raw.once("finish", () => void calculator.close().then(() => app.close()));
    return answer;
  });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  console.log(JSON.stringify({ ready: url }));
}

void main();
`;
