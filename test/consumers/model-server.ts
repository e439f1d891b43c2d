import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A model endpoint that gives every chat the same answer, in OpenAI's wire format. */
export async function startModelServer(answer: string): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    request.resume().once("end", () => {
      response.setHeader("content-type", "application/json").end(
        JSON.stringify({
          id: "chatcmpl-1",
          object: "chat.completion",
          created: 1,
          model: "demo-1",
          choices: [
            { index: 0, finish_reason: "stop", message: { role: "assistant", content: answer } },
          ],
          usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is no string
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
