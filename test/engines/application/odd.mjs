import { trace } from "@opentelemetry/api";
import { oddValues } from "./values.mjs";

const tracer = trace.getTracer("odd");
const context = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 };

/** Attributes of kinds that the API's types do not allow, each in a span of its own and all together elsewhere. */
export function run() {
  for (const [key, value] of Object.entries(oddValues)) {
    const span = tracer.startSpan(`odd ${key}`, { root: true, attributes: { [key]: value } });
    span.setAttribute(`set.${key}`, value).end();
  }
  const event = tracer.startSpan("odd in an event", { root: true });
  event.addEvent("odd", { ...oddValues }).end();
  const links = [{ context, attributes: { ...oddValues } }];
  tracer.startSpan("odd in a link", { root: true, links }).end();
}
