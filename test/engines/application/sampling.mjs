import { ROOT_CONTEXT, propagation, trace } from "@opentelemetry/api";

/** Ids over the whole range, and at its ends. */
export const remoteParents = [
  ...Array.from({ length: 62 }, (_, index) => spread(index)),
  "0".repeat(31) + "1",
  "f".repeat(32),
].map((traceId) => ({ traceId, spanId: "00f067aa0ba902b7", traceFlags: 1, isRemote: true }));

/** Which traces of given ids are recorded, and what is said of that to others. */
export function run() {
  const tracer = trace.getTracer("sampling");
  return remoteParents.map((parent) => {
    const remote = trace.setSpanContext(ROOT_CONTEXT, parent);
    const span = tracer.startSpan("sampled by its id", {}, remote);
    const headers = {};
    propagation.inject(trace.setSpan(remote, span), headers);
    span.end();
    return [parent.traceId, span.isRecording(), headers];
  });
}

function spread(index) {
  const word = (salt) => (Math.imul(index + salt, 0x9e3779b1) >>> 0).toString(16).padStart(8, "0");
  return [1, 101, 1009, 7919].map(word).join("");
}
