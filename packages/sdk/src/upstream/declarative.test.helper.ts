import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { after } from "node:test";
import { configure } from "../config-file/config-file.test.helper.ts";
import { readConfig } from "../config/read-config.ts";
import { createContentPolicy } from "../content-policy/content-policy.ts";
import { createContextManager } from "../context/manager.ts";
import type { Engine } from "../engine.ts";
import type { Environment } from "../env/reader.ts";
import { createReport } from "../report.ts";
import type { ResourceAttributes } from "../resource/attributes.ts";
import { createDeclarativeEngine } from "./declarative-engine.ts";

/** One OTLP/JSON request. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An OTLP/HTTP receiver on a free loopback port; answers with `status`, once `ready` has settled. */
export async function startReceiver({
  status = 200,
  ready = Promise.resolve(),
}: { status?: number; ready?: Promise<void> } = {}): Promise<{
  readonly url: string;
  readonly received: readonly Received[];
}> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      received.push({
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      const isJson = request.headers["content-type"] === "application/json";
      void ready.then(() => response.writeHead(status).end(isJson ? "{}" : ""));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return { url: `http://127.0.0.1:${address.port}`, received };
}

/** Creates the engine of a file without problems; gives the lines that its report has printed. */
export function createEngineOf(
  text: string,
  { detected = {}, env = {} }: { detected?: ResourceAttributes; env?: Environment } = {},
): { engine: Engine; lines: readonly string[]; close: () => void } {
  const file = configure(text, env);
  assert.deepEqual(file.problems, []);
  const lines: string[] = [];
  const report = createReport({ level: "warn", write: (line) => lines.push(line) });
  const engine = createDeclarativeEngine(file, {
    report,
    contextManager: createContextManager(),
    detectedResource: { attributes: () => detected, settled: Promise.resolve() },
    contentPolicy: createContentPolicy(readConfig({}).config.content),
  });
  return { engine, lines, close: () => report.close() };
}

/** Settles when the condition holds; the time limit of the test is its deadline. */
export async function until(condition: () => boolean): Promise<void> {
  if (condition()) return;
  await new Promise((resolve) => setImmediate(resolve));
  await until(condition);
}
