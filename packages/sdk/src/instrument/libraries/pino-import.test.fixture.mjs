import { trace } from "@opentelemetry/api";
import pino, { pino as named } from "pino";

trace.getTracer("app").startActiveSpan("work", (span) => {
  pino().info("by default export");
  named().child({ part: 1 }).warn("by named export");
  span.end();
});
