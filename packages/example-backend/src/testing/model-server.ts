import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";

export interface ModelServer {
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Lets a server, or a handler of requests, play the model endpoint on a free port. */
export async function startModelServer(handler: RequestListener | Server): Promise<ModelServer> {
  const server = typeof handler === "function" ? createServer(handler) : handler;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A model that answers every request with these calls, whatever it is asked. */
export function alwaysCalls(...calls: readonly { name: string; args: string }[]): RequestListener {
  return (request, response) => {
    request.resume();
    const toolCalls = calls.map(({ name, args }, index) => ({
      index,
      id: `call_${index}`,
      type: "function",
      function: { name, arguments: args },
    }));
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(chunk({ role: "assistant", tool_calls: toolCalls }, null));
    response.end(`${chunk({}, "tool_calls")}data: [DONE]\n\n`);
  };
}

function chunk(delta: object, finishReason: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  const head = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "m" };
  return `data: ${JSON.stringify({ ...head, choices })}\n\n`;
}
