import type { Attributes } from "@opentelemetry/api";
import type { CapturedSpan } from "./captured.ts";

/** A span in a tree, without what differs from run to run. */
export interface AgentTreeNode {
  readonly name: string;
  readonly kind: CapturedSpan["kind"];
  /** `error.type` where it failed. */
  readonly error?: string;
  /** The chosen attributes that it has. */
  readonly attributes: Attributes;
  readonly children: readonly AgentTreeNode[];
}

/** What of the spans is shown. */
export interface AgentTreeOptions {
  /**
   * Names of attributes to show.
   * @default what an agent's author wants pinned: models, finish reasons, tokens, tools, steps, the stop reason
   */
  readonly attributes?: readonly string[];
  /**
   * `agent`: spans of generative AI and MCP; what hangs on others hangs on their parent. `all`: every span.
   * @default "agent"
   */
  readonly spans?: "agent" | "all";
  /**
   * Order of siblings: as they began, or by name and attributes, for work whose order is chance.
   * @default "start"
   */
  readonly order?: "start" | "name";
}

/**
 * The spans as text for a snapshot: one line each, indented, with names, kinds and chosen attributes, and without ids
 * and times.
 *
 * @example
 * assert.equal(agentTree(telemetry.spans()), [
 *   'invoke_agent support (internal) agent_otel.run.steps=2 agent_otel.run.stop_reason="completed" …',
 *   '  chat gpt-5 (client) gen_ai.provider.name="openai" …',
 * ].join("\n"));
 */
export function agentTree(spans: readonly CapturedSpan[], options: AgentTreeOptions = {}): string {
  return agentTreeNodes(spans, options)
    .flatMap((node) => linesOf(node, ""))
    .join("\n");
}

/** The same as plain data. */
export function agentTreeNodes(
  spans: readonly CapturedSpan[],
  {
    attributes = DEFAULT_ATTRIBUTES,
    spans: which = "agent",
    order = "start",
  }: AgentTreeOptions = {},
): AgentTreeNode[] {
  const byId = new Map(spans.map((span) => [keyOf(span.traceId, span.spanId), span]));
  const shown = new Set(spans.filter((span) => which === "all" || isAgentic(span)));
  const children = Map.groupBy(shown, (span) => parentOf(span, byId, shown));
  const build = (parent: CapturedSpan | undefined): AgentTreeNode[] => {
    const nodes = (children.get(parent) ?? []).map((span) =>
      Object.assign(errorOf(span), {
        name: span.name,
        kind: span.kind,
        attributes: pick(span.attributes, attributes),
        children: build(span),
      }),
    );
    return order === "start" ? nodes : nodes.toSorted((a, b) => (label(a) < label(b) ? -1 : 1));
  };
  return build(undefined);
}

/** Whether a span is one of generative AI or MCP. */
export function isAgentic({ attributes }: CapturedSpan): boolean {
  return "gen_ai.operation.name" in attributes || "mcp.method.name" in attributes;
}

const DEFAULT_ATTRIBUTES: readonly string[] = [
  "gen_ai.provider.name",
  "gen_ai.request.stream",
  "gen_ai.response.finish_reasons",
  "gen_ai.usage.input_tokens",
  "gen_ai.usage.output_tokens",
  "gen_ai.usage.cache_read.input_tokens",
  "gen_ai.usage.reasoning.output_tokens",
  "agent_otel.run.steps",
  "agent_otel.run.tool_calls",
  "agent_otel.run.repeated_tool_calls",
  "agent_otel.run.stop_reason",
];

function keyOf(traceId: string, spanId: string): string {
  return `${traceId}:${spanId}`;
}

/** The nearest shown span above. */
function parentOf(
  span: CapturedSpan,
  byId: ReadonlyMap<string, CapturedSpan>,
  shown: ReadonlySet<CapturedSpan>,
): CapturedSpan | undefined {
  const { traceId } = span;
  let parentId = span.parentSpanId;
  // A trace that was put together by hand may be a circle.
  for (let level = 0; parentId !== undefined && level < byId.size; level += 1) {
    const parent = byId.get(keyOf(traceId, parentId));
    if (parent === undefined || shown.has(parent)) return parent;
    parentId = parent.parentSpanId;
  }
  return undefined;
}

function errorOf({ status, attributes }: CapturedSpan): { error?: string } {
  const type = attributes["error.type"];
  if (status.code !== "error" && type === undefined) return {};
  return { error: typeof type === "string" ? type : "(no error.type)" };
}

function pick(from: Attributes, names: readonly string[]): Attributes {
  return Object.fromEntries(
    names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])),
  );
}

function linesOf(node: AgentTreeNode, indent: string): string[] {
  return [indent + label(node), ...node.children.flatMap((child) => linesOf(child, `${indent}  `))];
}

function label({ name, kind, error, attributes }: AgentTreeNode): string {
  const shown = Object.entries(attributes).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return [`${name} (${kind})`, ...(error === undefined ? [] : [`error=${error}`]), ...shown].join(
    " ",
  );
}
