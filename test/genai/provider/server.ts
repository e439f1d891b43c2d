import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";

/** Answers the requests of one provider's API. Never throws: what fails ends its connection. */
export type Wire = (request: IncomingMessage, response: ServerResponse) => void;

/** A local provider of models; what it answers follows from the request alone. */
export interface Provider {
  /** `http://127.0.0.1:port`, without a path. */
  readonly url: string;
  readonly port: number;
  /** The requests so far. */
  readonly requests: readonly ProviderRequest[];
  close(): Promise<void>;
}

/** One request that came in. */
export interface ProviderRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** Starts a provider on a free loopback port. Whoever starts it closes it, which cuts what is under way. */
export async function startProvider(wire: Wire): Promise<Provider> {
  const requests: ProviderRequest[] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? "", headers: request.headers });
    // Clients leave in the middle of answers: that is what many of the tests are about.
    response.on("error", () => response.destroy());
    wire(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port was given");
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
