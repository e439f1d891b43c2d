import type { Finding } from "./finding.ts";
import type { ValidateOptions } from "./options.ts";
import { validateSpan } from "./validate-span.ts";
import type { SpanInput } from "./validate-span.ts";

/** A span of a trace; a `ReadableSpan` of the SDK is one. */
export interface TraceSpanInput extends SpanInput {
  readonly spanContext: () => { readonly traceId: string; readonly spanId: string };
  readonly parentSpanContext?: { readonly spanId: string } | undefined;
}

/** Reports what each span of a trace, and the spans together, do not keep of the conventions. */
export function validateTrace(
  spans: readonly TraceSpanInput[],
  options?: ValidateOptions,
): readonly Finding[] {
  return [...spans.flatMap((span) => validateSpan(span, options)), ...checkTogether(spans)];
}

function checkTogether(spans: readonly TraceSpanInput[]): readonly Finding[] {
  return [...checkGenerations(spans), ...checkConversations(spans), ...checkPlaces(spans)];
}

function finding(subject: string, message: string): Finding {
  return { level: "warning", code: "inconsistent_trace", subject, message };
}

/** One trace in two generations of names answers no query completely. */
function checkGenerations(spans: readonly TraceSpanInput[]): readonly Finding[] {
  const old = spans.find(({ attributes }) => "gen_ai.system" in attributes);
  const current = spans.find(({ attributes }) => "gen_ai.provider.name" in attributes);
  if (old === undefined || current === undefined || old === current) return [];
  return [finding(old.name, `it has gen_ai.system, and ${current.name} has gen_ai.provider.name`)];
}

/** Within one agent run there is one conversation. */
function checkConversations(spans: readonly TraceSpanInput[]): readonly Finding[] {
  const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  return spans.flatMap((span) => {
    const own = span.attributes[CONVERSATION];
    const parent = byId.get(span.parentSpanContext?.spanId ?? "");
    const around = parent?.attributes[CONVERSATION];
    const nested = span.attributes[OPERATION] === "invoke_agent";
    if (own === undefined || around === undefined || own === around || nested) return [];
    return [
      finding(span.name, `its conversation differs from that of ${parent?.name ?? "its parent"}`),
    ];
  });
}

/** A tool call inside a model call means that a parent was lost: models ask for tools, agents run them. */
function checkPlaces(spans: readonly TraceSpanInput[]): readonly Finding[] {
  const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  return spans.flatMap((span) => {
    const parent = byId.get(span.parentSpanContext?.spanId ?? "");
    const inside = parent?.attributes[OPERATION];
    const misplaced =
      span.attributes[OPERATION] === "execute_tool" &&
      (inside === "chat" || inside === "embeddings");
    return misplaced
      ? [finding(span.name, `a tool call inside ${parent?.name ?? "a model call"}`)]
      : [];
  });
}

const CONVERSATION = "gen_ai.conversation.id";
const OPERATION = "gen_ai.operation.name";
