import { ROOT_CONTEXT, SpanStatusCode, logs, trace } from "@opentelemetry/api";
import { remoteParents } from "./sampling.mjs";
import { plainValues } from "./values.mjs";

const tracer = trace.getTracer("limits");
const long = "0123456789".repeat(20);
const wide = "\u{1F600}".repeat(60);
const values = { ...plainValues, long, wide, longs: [long, "short", wide], inner: { long } };

/** More of everything than the limits allow; below parents of which some are sampled. */
export function run() {
  for (const parent of remoteParents.slice(0, 8)) exceed(parent);
  logs.getLogger("limits").emit({ eventName: "limits", body: long, attributes: { ...values } });
  const kept = { long, wide, longs: [long] };
  logs.getLogger("limits").emit({ eventName: "length limit", body: { long }, attributes: kept });
}

function exceed(parent) {
  const link = { context: parent, attributes: { ...values } };
  const links = Array.from({ length: 6 }, () => link);
  const options = { attributes: { long, wide }, links };
  const span = tracer.startSpan("limits", options, trace.setSpanContext(ROOT_CONTEXT, parent));
  // Those that are there may still be changed when no more are taken.
  span
    .setAttributes({ ...values })
    .setAttribute("long", "changed")
    .setAttribute("new", 1);
  for (let index = 0; index < 8; index++) span.addEvent(`event ${index}`, { ...values });
  span.addLink(link).recordException(new Error(long));
  span.updateName(long).setStatus({ code: SpanStatusCode.ERROR, message: long });
  span.end();
}
