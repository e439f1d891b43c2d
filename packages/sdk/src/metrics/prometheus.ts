import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { PrometheusExporter } from "@opentelemetry/exporter-prometheus";
import type { IMetricReader } from "@opentelemetry/sdk-metrics";
import type { PrometheusConfig } from "../config/config.ts";
import { leaveUnobserved } from "../instrument/unobserved.ts";
import type { Report } from "../report.ts";

const require = createRequire(import.meta.url);

/**
 * Serves the metrics at `/metrics` for Prometheus to scrape, until the reader is shut down. Upstream's exporter writes
 * the answers; the server is ours, since upstream's ends the process at its second error and keeps a process alive as
 * long as Prometheus keeps its connection. Where it cannot listen, that is one warning.
 */
export function createPrometheusReader(
  config: PrometheusConfig,
  { report, options = {} }: PrometheusParts,
): IMetricReader {
  const upstream: typeof import("@opentelemetry/exporter-prometheus") = require("@opentelemetry/exporter-prometheus");
  const reader = new upstream.PrometheusExporter({ ...options, preventServerStart: true });
  const server = startServer(config, { reader, report });
  const shutdown = reader.shutdown.bind(reader);
  reader.shutdown = (limit) => {
    server.close();
    return shutdown(limit);
  };
  return reader;
}

interface PrometheusParts {
  readonly report: Pick<Report, "warn">;
  /** What else upstream's exporter is made with. @default nothing */
  readonly options?: object;
}

interface ServerParts {
  readonly reader: PrometheusExporter;
  readonly report: Pick<Report, "warn">;
}

function startServer({ host, port }: PrometheusConfig, { reader, report }: ServerParts): Server {
  const http: typeof import("node:http") = require("node:http");
  const server = http.createServer((request, response) => answer(reader, request, response));
  leaveUnobserved(server);
  let told = false;
  server.on("error", (error) => {
    if (!told) report.warn(`metrics are not served at ${host}:${port}: ${explain(error)}.`);
    told = true;
  });
  server.on("connection", (socket) => socket.unref());
  // Workers of a cluster would share the port, and each scrape would meet the counters of another one.
  return server.listen({ host, port, exclusive: true }).unref();
}

function answer(
  reader: PrometheusExporter,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (!/^\/metrics\/?(?:\?|$)/.test(request.url ?? "")) response.writeHead(404).end();
  else if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
  } else reader.getMetricsRequestHandler(request, response);
}

function explain(error: Error): string {
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return "the port is taken (EADDRINUSE); set OTEL_EXPORTER_PROMETHEUS_PORT to a free one";
  }
  if (code === "EACCES") {
    return "the port is not allowed (EACCES); set OTEL_EXPORTER_PROMETHEUS_PORT to one above 1023";
  }
  return `${error.message}; check OTEL_EXPORTER_PROMETHEUS_HOST and OTEL_EXPORTER_PROMETHEUS_PORT`;
}
