import type { FastifyInstance } from "fastify";

/**
 * One log line per request, without anything that the client wrote: no query, no header, no body. The instrumentation
 * of pino adds the ids of the trace.
 */
export function installRequestLog(app: FastifyInstance): void {
  app.addHook("onResponse", async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? "unmatched",
        statusCode: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
      },
      "request",
    );
  });
}
