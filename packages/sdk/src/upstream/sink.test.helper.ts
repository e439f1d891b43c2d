import { createServer, type IncomingHttpHeaders } from "node:http";

/** An HTTP server on a free loopback port that takes everything and keeps the headers. */
export async function startSink(): Promise<{
  readonly url: string;
  readonly headers: readonly IncomingHttpHeaders[];
  close(): void;
}> {
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    request.resume().once("end", () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return {
    url: `http://127.0.0.1:${address.port}`,
    headers,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
