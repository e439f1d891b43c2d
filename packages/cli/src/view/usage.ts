import type { SpanView } from "../store/read-trace.ts";
import type { SpanNode } from "./tree.ts";

/** Tokens of a model call. */
export interface Usage {
  input: number;
  output: number;
  /** Of the input tokens, those read from the provider's cache. */
  cached: number;
}

/** The usage that a span reports (GenAI semantic conventions), if it does. */
export function readUsage({ attributes }: SpanView): Usage | undefined {
  const input = attributes["gen_ai.usage.input_tokens"];
  const output = attributes["gen_ai.usage.output_tokens"];
  if (!isCount(input) && !isCount(output)) return undefined;
  const cached = attributes["gen_ai.usage.cache_read.input_tokens"];
  return {
    input: isCount(input) ? input : 0,
    output: isCount(output) ? output : 0,
    cached: isCount(cached) ? cached : 0,
  };
}

/**
 * The usage of a whole forest. An agent span repeats the sum of its model calls, so a span counts only when no span
 * below it reports usage.
 */
export function sumUsage(nodes: readonly SpanNode[]): Usage | undefined {
  let total: Usage | undefined;
  const counted = new Set<SpanNode>();
  // Children come after their parents in this list, so the reverse order meets them first.
  for (const node of nodes.toReversed()) {
    const usage = readUsage(node.span);
    const below = node.children.some((child) => counted.has(child));
    if (usage === undefined && !below) continue;
    counted.add(node);
    if (usage === undefined || below) continue;
    total = {
      input: (total?.input ?? 0) + usage.input,
      output: (total?.output ?? 0) + usage.output,
      cached: (total?.cached ?? 0) + usage.cached,
    };
  }
  return total;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && value >= 0;
}
