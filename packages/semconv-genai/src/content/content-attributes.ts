import type { ContentKind } from "./kinds.ts";

/**
 * Whether an attribute holds what users and models say, under its name of any version of the conventions. Such
 * attributes are recorded only where contents are captured.
 */
export function isContentAttribute(name: string): boolean {
  return isContentKind(name) || GONE.test(name);
}

/** Whether an attribute is a content that the conventions still have. */
export function isContentKind(name: string): name is ContentKind {
  return KINDS.has(name) || name.startsWith("gen_ai.prompt.variable.");
}

const KINDS: ReadonlySet<string> = /* @__PURE__ */ new Set<ContentKind>([
  "gen_ai.input.messages",
  "gen_ai.output.messages",
  "gen_ai.system_instructions",
  "gen_ai.tool.definitions",
  "gen_ai.tool.call.arguments",
  "gen_ai.tool.call.result",
  "gen_ai.memory.query.text",
  "gen_ai.memory.records",
  "gen_ai.retrieval.query.text",
  "gen_ai.retrieval.documents",
]);

/** `gen_ai.prompt`, `gen_ai.event.content`, and what instrumentations wrote instead: `gen_ai.prompt.0.content`, `.tool_calls.0.arguments`. */
const GONE =
  /^gen_ai\.(?:event\.content|(?:prompt|completion)(?:\.\d+\.(?:content|reasoning|.*\.arguments).*)?)$/;
