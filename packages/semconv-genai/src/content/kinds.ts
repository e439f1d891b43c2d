/** An attribute that holds contents. */
export type ContentKind =
  | "gen_ai.input.messages"
  | "gen_ai.output.messages"
  | "gen_ai.system_instructions"
  | "gen_ai.tool.definitions"
  | "gen_ai.tool.call.arguments"
  | "gen_ai.tool.call.result"
  | "gen_ai.memory.query.text"
  | "gen_ai.memory.records"
  | "gen_ai.retrieval.query.text"
  | "gen_ai.retrieval.documents";

/**
 * Sees one content before it is recorded.
 *
 * @returns What to record instead; undefined records nothing. When it throws, nothing is recorded.
 */
export type Redact = (content: { readonly kind: ContentKind; readonly value: unknown }) => unknown;
