import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What a process sent, and what it printed. */
export interface Sent {
  /** The bodies of all requests, by signal. */
  readonly payloads: Readonly<Record<"logs" | "metrics" | "traces", Buffer>>;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** Runs a fixture beside this file with telemetry that goes to a server of ours, and collects what arrives there. */
export async function runFixture(
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<Sent> {
  const bodies = { traces: [] as Buffer[], metrics: [] as Buffer[], logs: [] as Buffer[] };
  const server = createServer((request, response) => {
    const signal = request.url?.split("/").at(-1);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      if (signal === "traces" || signal === "metrics" || signal === "logs") {
        bodies[signal].push(Buffer.concat(chunks));
      }
      response.setHeader("content-type", request.headers["content-type"] ?? "");
      response.end(request.headers["content-type"] === "application/json" ? "{}" : "");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    const child = spawn(process.execPath, [fileURLToPath(new URL(name, import.meta.url))], {
      env: {
        PATH: process.env["PATH"] ?? "",
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
        ...env,
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const [exitCode]: (number | null)[] = await once(child, "close");
    const payloads = {
      traces: Buffer.concat(bodies.traces),
      metrics: Buffer.concat(bodies.metrics),
      logs: Buffer.concat(bodies.logs),
    };
    return { payloads, stderr, exitCode: exitCode ?? null };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
