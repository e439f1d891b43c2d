import { isAborted, isFailed, isStreamed, named, textOf } from "./evidence.ts";
import type { Assertion } from "./evidence.ts";

/** A failed call is a failed span, with a type. */
export const ERROR_SPAN: Assertion = {
  title: "a failed call has a span with an error status and error.type",
  hint: "end the operation with what was thrown: call.end(error).",
  check: ({ spans, inference, facts: { failedCalls } }) => {
    const wrong = spans.filter(
      ({ status, attributes }) =>
        (status.code === "error") !== (attributes["error.type"] !== undefined),
    );
    const lines = wrong.map((span) =>
      span.status.code === "error"
        ? `${named(span)} has an error status and no error.type.`
        : `${named(span)} has error.type ${JSON.stringify(span.attributes["error.type"])} and no error status.`,
    );
    const failed = inference.filter((span) => isFailed(span) && !isAborted(span));
    if (failedCalls !== undefined && failed.length !== failedCalls) {
      lines.push(`${failedCalls} model calls failed, ${failed.length} spans say so.`);
    }
    return lines;
  },
};

/** A stream that is given up does not keep its span. */
export const ABORTED_STREAM: Assertion = {
  title: "an aborted stream ends its span",
  hint: "a stream must end its operation when it is left, aborted, cut or never read: call.stream(chunks) does.",
  check: ({ openSpans, inference, facts: { abortedStreams } }) => {
    const lines = openSpans.map((name) => `span "${name}" has begun and never ended.`);
    const aborted = inference.filter((span) => isStreamed(span) && isAborted(span));
    if (abortedStreams !== undefined && aborted.length !== abortedStreams) {
      lines.push(
        `${abortedStreams} streams were aborted or left, ${aborted.length} ended spans of streams say so: by an error.type of an abort, by agent_otel.genai.incomplete, or by having neither a finish reason nor usage.`,
      );
    }
    return lines;
  },
};

/** One unit of work is one tree. */
export const CONNECTED_TRACE: Assertion = {
  title: "all spans are one connected trace",
  hint: "the work must run in the operation's context (context.with(call.context, work)), and the process needs a context manager.",
  check: ({ spans, allSpans, facts: { traces = 1 } }) => {
    const known = new Set(allSpans.map(({ spanId }) => spanId));
    const lines = spans
      .filter(({ parentSpanId }) => parentSpanId !== undefined && !known.has(parentSpanId))
      .filter(({ readable }) => readable.parentSpanContext?.isRemote !== true)
      .map((span) => `${named(span)} has a parent that was not captured (${span.parentSpanId}).`);
    const ids = new Set(spans.map(({ traceId }) => traceId));
    if (spans.length > 0 && ids.size !== traces) {
      const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
      const names = roots.map(({ name }) => `"${name}"`).join(", ");
      lines.push(
        `there are ${ids.size} traces, expected ${traces}; spans without a parent: ${names}.`,
      );
    }
    return lines;
  },
};

/** A tool call can be found by what the model called it. */
export const TOOL_CALL_IDS: Assertion = {
  title: "tool calls carry the id that the model gave them",
  hint: "pass it on: tool({ name, callId: call.id }, run).",
  check: ({ spans, facts: { toolCallIds } }) => {
    const tools = spans.filter(
      ({ attributes }) =>
        attributes["gen_ai.operation.name"] === "execute_tool" &&
        !("mcp.method.name" in attributes),
    );
    const lines = tools
      .filter(({ attributes }) => attributes["gen_ai.tool.call.id"] === undefined)
      .map((span) => `${named(span)} has no gen_ai.tool.call.id.`);
    if (toolCallIds === undefined) return lines;
    const found = tools.map((span) => textOf(span, "gen_ai.tool.call.id"));
    const missing = toolCallIds.filter((id) => !found.includes(id));
    const more = found.filter((id) => id !== "" && !toolCallIds.includes(id));
    if (missing.length > 0) lines.push(`no execute_tool span has the id ${missing.join(", ")}.`);
    if (more.length > 0)
      lines.push(`execute_tool spans have ids that nobody gave: ${more.join(", ")}.`);
    return lines;
  },
};
