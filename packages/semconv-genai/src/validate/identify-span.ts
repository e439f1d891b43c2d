import { SPAN_DEFINITIONS } from "../generated/span-definitions.ts";
import type { SpanDefinition, SpanKindName } from "../definitions.ts";

/** What a span is judged to be. */
export type Identity =
  | { readonly kind: "span"; readonly definition: SpanDefinition }
  /** It names an operation of its own, for which the conventions leave room. */
  | { readonly kind: "own_operation" }
  /** It has GenAI or MCP attributes and does not say what it does. */
  | { readonly kind: "no_operation" }
  /** It is none of the conventions' spans. */
  | { readonly kind: "foreign" };

/**
 * Finds the definition of a span by its operation, or by its MCP method, and its kind; a wrong kind does not hide what
 * else it can only be.
 */
export function identifySpan(
  attributes: Readonly<Record<string, unknown>>,
  kind: SpanKindName | undefined,
): Identity {
  if (typeof attributes["mcp.method.name"] === "string") {
    return {
      kind: "span",
      definition: pick(
        SPAN_DEFINITIONS.filter(({ id }) => id.startsWith("mcp.")),
        kind,
      ),
    };
  }
  const operation = attributes["gen_ai.operation.name"];
  if (typeof operation !== "string") {
    const claimed = Object.keys(attributes).some((name) => OWN.test(name));
    return claimed ? { kind: "no_operation" } : { kind: "foreign" };
  }
  const candidates = SPAN_DEFINITIONS.filter(({ operations }) => operations.includes(operation));
  if (candidates.length === 0) return { kind: "own_operation" };
  return { kind: "span", definition: pick(candidates, kind) };
}

/** Of what a chat client, an embeddings client or an MCP peer would record at least one. */
const OWN = /^(?:gen_ai\.(?:system|provider\.name|request\.|response\.|usage\.)|mcp\.)/;

function pick(
  candidates: readonly SpanDefinition[],
  kind: SpanKindName | undefined,
): SpanDefinition {
  const fitting = candidates.find(
    (definition) =>
      definition.kind === kind || (kind !== undefined && definition.otherKinds.includes(kind)),
  );
  const found = fitting ?? candidates[0];
  if (found === undefined) throw new Error("no definition to pick from");
  return found;
}
