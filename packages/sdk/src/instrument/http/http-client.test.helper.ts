import type { ClientRequest, IncomingMessage } from "node:http";

/** The answer to a request; rejects with the request's error. */
export function answerOf(client: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    client.once("response", resolve).once("error", reject);
  });
}
