import type { SpanView } from "../store/read-trace.ts";

/** A span with what it called. */
export interface SpanNode {
  span: SpanView;
  /** In order of their start. */
  children: SpanNode[];
}

/** A trace, or a part of it, as trees. */
export interface SpanForest {
  roots: SpanNode[];
  /** Every node; a node comes after its parent. */
  nodes: SpanNode[];
}

/**
 * Builds trees from spans in order of their start. A span whose parent is not among them is a root. Spans that are
 * each other's ancestors, which only broken or hostile senders produce, are cut apart at the earliest of them.
 */
export function buildForest(spans: readonly SpanView[]): SpanForest {
  const bySpanId = new Map(spans.map((span) => [span.spanId, newNode(span)]));
  const roots: SpanNode[] = [];
  for (const node of bySpanId.values()) {
    const parent = bySpanId.get(node.span.parentSpanId);
    if (parent === undefined) roots.push(node);
    else parent.children.push(node);
  }
  const nodes = new Set<SpanNode>();
  for (const root of roots) collect(root, nodes);
  for (const node of bySpanId.values()) {
    if (nodes.has(node)) continue;
    roots.push(node);
    collect(node, nodes);
  }
  return { roots, nodes: [...nodes] };
}

function newNode(span: SpanView): SpanNode {
  return { span, children: [] };
}

/** Without recursion: a chain of a hundred thousand spans must not exhaust the stack. */
function collect(root: SpanNode, nodes: Set<SpanNode>): void {
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    nodes.add(node);
    node.children = node.children.filter((child) => child !== root && !nodes.has(child));
    for (const child of node.children) pending.push(child);
  }
}
