import type { ReceivedSpan, Value } from "../support/otlp-model.ts";

/** The GenAI spans of a form; each form has a trace of its own. */
export function spansOf(form: string, spans: readonly ReceivedSpan[]): readonly ReceivedSpan[] {
  const root = spans.find((span) => span.name === form && span.parentSpanId === undefined);
  return spans.filter(
    (span) => span.traceId === root?.traceId && "gen_ai.operation.name" in span.attributes,
  );
}

/** One line for a span: its name, the tool call it belongs to, how it failed and what is missing of it. */
export function summary({ name, attributes }: ReceivedSpan): string {
  const id = attributes["gen_ai.tool.call.id"];
  const error = attributes["error.type"];
  const incomplete = attributes["agent_otel.genai.incomplete"];
  return [
    name,
    id === undefined ? "" : ` #${text(id)}`,
    error === undefined ? "" : `: ${text(error)}`,
    incomplete === undefined ? "" : ` (${text(incomplete)})`,
  ].join("");
}

/** An attribute's value as the tests show it. */
export function text(value: Value): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
