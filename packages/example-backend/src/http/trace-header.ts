import { isSpanContextValid, trace } from "@opentelemetry/api";
import type { FastifyInstance } from "fastify";

/**
 * Names the trace of every answer in a `traceparent` header (https://www.w3.org/TR/trace-context), so that whoever has
 * the answer can find the trace. Without telemetry there is no span, and no header.
 */
export function installTraceHeader(app: FastifyInstance): void {
  // As early as possible: an answer to an invalid body must name its trace too.
  app.addHook("onRequest", async (_request, reply) => {
    const context = trace.getActiveSpan()?.spanContext();
    if (context === undefined || !isSpanContextValid(context)) return;
    const flags = context.traceFlags.toString(16).padStart(2, "0");
    reply.header("traceparent", `00-${context.traceId}-${context.spanId}-${flags}`);
  });
}
