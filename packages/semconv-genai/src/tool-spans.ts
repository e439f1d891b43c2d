import { trace } from "@opentelemetry/api";
import type { Context, Span } from "@opentelemetry/api";

/** Notes that a span traces the execution of a tool. */
export function noteToolSpan(span: Span, tool: string): void {
  spans.set(span, tool);
}

/**
 * The active span if it traces the execution of this tool, by whatever library: a protocol that the call goes through
 * adds its attributes there. Names with a prefix, as clients give them to tools of several servers, count as the same.
 * The span is given once: a second call of the tool inside is another one.
 */
export function takeToolSpan(context: Context, tool: string): Span | undefined {
  const span = trace.getSpan(context);
  if (span === undefined || !span.isRecording()) return undefined;
  const executed = spans.get(span) ?? toolOf(span);
  if (executed === undefined || taken.has(span) || !isSame(executed, tool)) return undefined;
  taken.add(span);
  return span;
}

const spans = /* @__PURE__ */ new WeakMap<Span, string>();
const taken = /* @__PURE__ */ new WeakSet<Span>();

function isSame(executed: string, tool: string): boolean {
  if (executed === tool) return true;
  const before = executed.at(-tool.length - 1) ?? "";
  return tool !== "" && executed.endsWith(tool) && /[^0-9A-Za-z]/.test(before);
}

/** A span of another library tells where its SDK lets its attributes be read. */
function toolOf(span: Span): string | undefined {
  const attributes: unknown = "attributes" in span ? span.attributes : undefined;
  if (typeof attributes !== "object" || attributes === null) return undefined;
  if (Reflect.get(attributes, "gen_ai.operation.name") !== "execute_tool") return undefined;
  const name: unknown = Reflect.get(attributes, "gen_ai.tool.name");
  return typeof name === "string" ? name : undefined;
}
