/** How a consumer's application is written. */
export type ModuleFormat = "cjs" | "esm";

/** A program that prints its URL as JSON, answers one request and then closes. */
export interface Application {
  /** The name of its file, without what follows from the format. */
  readonly name: string;
  readonly source: (format: ModuleFormat) => string;
  /** The request, by the URL that the program has printed. */
  readonly ask: (url: string, question: string) => Promise<Response>;
}

/** A small agent backend as a user would write it: no telemetry in it but `agent` and `tool`. */
export const agentApplication: Application = {
  name: "agent",
  source: (format) => writeSource(format, imports, body),
  ask: (url, question) =>
    fetch(`${url}/v1/run`, {
      method: "POST",
      headers: { "content-type": "application/json", connection: "close" },
      body: JSON.stringify({ message: question }),
    }),
};

/** The imports, as the format writes them, before the rest. */
export function writeSource(format: ModuleFormat, from: readonly Import[], rest: string): string {
  const load = format === "esm" ? esmImport : cjsRequire;
  return [...from.map(load), rest].join("\n");
}

/** One import of an application. */
export interface Import {
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
