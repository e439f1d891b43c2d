import { Agent, type IncomingMessage, type ServerResponse, request } from "node:http";
import { after } from "node:test";

import type { Random } from "../../export/encode/random.test.helper.ts";
import { listen } from "./server.test.support.ts";

/** One request, what the server does with it, and what the client does with the answer. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string> | readonly string[];
  readonly body: readonly string[];
  readonly answer: "whole" | "chunks" | "dies" | "breaks" | "refuses" | "information";
  readonly status: number;
  readonly client: "http" | "fetch";
  readonly reads: "all" | "first" | "nothing" | "iterates";
  readonly keepAlive: boolean;
}

/** Any exchange, hostile ones among them. */
export function randomExchange(random: Random): Exchange {
  const pick = <T>(members: readonly T[]): T => random.oneOf(members);
  const integer = (limit: number): number => random.below(limit);
  const method = pick(["GET", "GET", "HEAD", "POST", "PUT", "DELETE", "PROPFIND"]);
  const headers = { "x-a": pick(["1", "b, c", "\u00E9"]), "x-b": "x".repeat(integer(300)) };
  const client = pick(["http", "http", "http", "fetch"] as const);
  return {
    method,
    path: pick(["/", "/a/b?q=1&page=2", "/%zz?%", "/x#y", "/a?token=s3cret"]),
    headers:
      client === "http" && pick([true, false])
        ? ["Host", `127.0.0.1:${port}`, ...Object.entries(headers).flat()]
        : headers,
    body: ["POST", "PUT"].includes(method)
      ? Array.from({ length: integer(4) }, () => "b".repeat(integer(40_000)))
      : [],
    answer: pick(["whole", "whole", "chunks", "dies", "breaks", "refuses", "information"]),
    status: pick([200, 200, 201, 204, 301, 304, 404, 500]),
    client,
    reads: pick(["all", "all", "first", "nothing", "iterates"]),
    keepAlive: pick([true, false]),
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
after(() => {
  agent.destroy();
});

let served: unknown[] = [];

let current: Exchange | undefined;

const { port } = await listen((incoming, response) => {
  const { method, url, rawHeaders } = incoming;
  let body = 0;
  incoming.on("data", (chunk: Buffer) => (body += chunk.length));
  incoming.on("end", () => {
    served.push({ method, url, headers: withoutContext(rawHeaders), body });
    if (current !== undefined) answer(current, incoming, response);
  });
});

function withoutContext(headers: readonly string[]): readonly string[] {
  const index = headers.findIndex((name) => name.toLowerCase() === "traceparent");
  return index < 0 ? headers : headers.toSpliced(index, 2);
}

function answer(exchange: Exchange, incoming: IncomingMessage, response: ServerResponse): void {
  const { answer: kind, status } = exchange;
  if (kind === "dies") return void incoming.socket.destroy();
  if (kind === "refuses") return void incoming.socket.end("nonsense\r\n\r\n");
  if (kind === "information") response.writeEarlyHints({ link: "</a>; rel=preload" });
  response.sendDate = false;
  response.writeHead(status, {
    "x-answer": ["1", "2"],
    ...(kind === "breaks" && { "content-length": 50 }),
  });
  if (kind === "whole" || kind === "information") return void response.end("whole");
  response.write("first");
  setImmediate(() => {
    if (kind === "breaks") response.destroy();
    else response.end("last");
  });
}

/** What was seen of each exchange, on both sides; without the trace context that the server got. */
export async function playAll(exchanges: readonly Exchange[]): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const exchange of exchanges) {
    served = [];
    current = exchange;
    // oxlint-disable-next-line no-await-in-loop -- what happens together happens in any order
    const seen = await (exchange.client === "http" ? play(exchange) : playFetch(exchange));
    all.push({ seen, served });
  }
  return all;
}

/** What an application can see of a request, in its order. */
function play({ method, path, headers, body, reads, keepAlive }: Exchange): Promise<unknown[]> {
  const seen: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<unknown[]>();
  const client = request({
    host: "127.0.0.1",
    port,
    method,
    path,
    headers,
    agent: keepAlive ? agent : false,
  });
  client.on("information", ({ statusCode }) => seen.push(["information", statusCode]));
  client.on("error", (error) => seen.push(["error", error.name, Reflect.get(error, "code")]));
  client.on("close", () => {
    seen.push("close", client.destroyed, client.writableFinished);
    setImmediate(() => {
      resolve(seen);
    });
  });
  if (reads !== "nothing") client.on("response", (incoming) => void read(incoming, reads, seen));
  for (const chunk of body) client.write(chunk);
  client.end();
  return promise;
}

async function read(
  incoming: IncomingMessage,
  reads: Exchange["reads"],
  seen: unknown[],
): Promise<void> {
  seen.push(incoming.statusCode, incoming.httpVersion, incoming.rawHeaders);
  for (const name of ["aborted", "end", "close"])
    incoming.on(name, () => seen.push(`answer ${name}`));
  incoming.on("error", (error) =>
    seen.push(["answer error", error.name, Reflect.get(error, "code")]),
  );
  if (reads === "iterates") {
    try {
      for await (const chunk of incoming) seen.push(String(chunk).length > 0);
      seen.push("iterated");
    } catch (error) {
      seen.push(["thrown", String(error)]);
    }
    return;
  }
  let text = "";
  incoming.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    if (reads === "first") incoming.destroy();
  });
  incoming.on("close", () =>
    seen.push(reads === "first" ? text.length > 0 : text, incoming.complete),
  );
}

async function playFetch({ method, path, headers, body, reads }: Exchange): Promise<unknown[]> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: Object.entries(headers),
      redirect: "manual",
      ...(body.length > 0 && { body: body.join("") }),
    });
    const text = reads === "nothing" ? await response.body?.cancel() : await response.text();
    return [response.status, [...response.headers], text];
  } catch (error) {
    return [String(error), error instanceof Error && String(error.cause)];
  }
}
