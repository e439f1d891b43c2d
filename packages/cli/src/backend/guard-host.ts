import type { RequestListener } from "node:http";
import { isIP } from "node:net";

/**
 * Refuses requests whose Host header is a foreign name. A web page can make its own name resolve to 127.0.0.1 and
 * then read what listens there (DNS rebinding); an address or a local name cannot be used that way.
 */
export function guardHost(listener: RequestListener): RequestListener {
  return (request, response) => {
    const host = hostName(request.headers.host);
    if (host === undefined || isLocalName(host)) return listener(request, response);
    response.writeHead(403, { "content-type": "text/plain", connection: "close" });
    response.end("this server answers only under a local name; use 127.0.0.1 or localhost\n");
  };
}

function hostName(header: string | undefined): string | undefined {
  return header
    ?.replace(/:\d+$/, "")
    .replaceAll(/^\[|\]$/g, "")
    .toLowerCase();
}

function isLocalName(host: string): boolean {
  if (isIP(host) !== 0) return true;
  return host === "localhost" || host.endsWith(".localhost") || host === "host.docker.internal";
}
