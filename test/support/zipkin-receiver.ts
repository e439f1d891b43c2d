import { once } from "node:events";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";

/** A Zipkin of the tests on the loopback interface; it keeps what it gets. */
export interface ZipkinReceiver {
  /** What OTEL_EXPORTER_ZIPKIN_ENDPOINT takes. */
  readonly url: string;
  readonly spans: readonly ZipkinSpan[];
  close(): void;
}

/** A span of Zipkin's API, version 2. */
export interface ZipkinSpan {
  readonly name: string;
  readonly localEndpoint: { readonly serviceName: string };
}

/** Starts it on a free port of 127.0.0.1. */
export async function startZipkinReceiver(): Promise<ZipkinReceiver> {
  const spans: ZipkinSpan[] = [];
  const server = createServer((request, response) => {
    void json(request).then(
      (body) => {
        const usable = request.url === PATH && Array.isArray(body);
        if (usable) spans.push(...body);
        return response.writeHead(usable ? 202 : 400).end();
      },
      // Not from the application: a process that looks for a server whose port this was before.
      () => response.writeHead(400).end(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port was given");
  return {
    url: `http://127.0.0.1:${address.port}${PATH}`,
    spans,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const PATH = "/api/v2/spans";
