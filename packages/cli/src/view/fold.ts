import type { SpanNode } from "./tree.ts";

/** A line of a trace: a span, or a note that stands for spans that are not shown. */
export type TreeLine = {
  /** The lines that lead to the span from above. */
  guides: string;
} & (
  | { kind: "span"; node: SpanNode; parentService: string; guidesBelow: string }
  | { kind: "folded"; name: string; count: number; below: number; errors: number }
  | { kind: "rest"; count: number; errors: number }
);

/**
 * Lays trees out as lines. Of many siblings of one name only the first and the first failed ones are shown, and a
 * trace ends after `maxLines` lines; what is left out is counted.
 */
export function layOut(roots: readonly SpanNode[], maxLines: number = defaultMaxLines): TreeLine[] {
  const lines: TreeLine[] = [];
  const pending: Item[] = items(roots, { depth: 0, prefix: "", service: "" }).toReversed();
  let item = pending.pop();
  for (; item !== undefined && lines.length < maxLines; item = pending.pop()) {
    const { guides } = item;
    if (item.kind === "folded") {
      lines.push({ kind: "folded", guides, ...describeFolded(item.nodes) });
      continue;
    }
    const { node, place, childPrefix } = item;
    const guidesBelow = childPrefix + (node.children.length > 0 ? "│ " : "  ");
    lines.push({ kind: "span", guides, guidesBelow, node, parentService: place.service });
    const below = { depth: place.depth + 1, prefix: childPrefix, service: node.span.service };
    pending.push(...items(node.children, below).toReversed());
  }
  if (item !== undefined) {
    const rest = [item, ...pending].flatMap((left) =>
      left.kind === "folded" ? left.nodes : [left.node],
    );
    lines.push({ kind: "rest", guides: "", ...countAll(rest) });
  }
  return lines;
}

/** Two screens; enough for an agent run, while a runaway loop does not bury the terminal. */
const defaultMaxLines = 120;
const foldFrom = 6;
const shownOfFolded = 3;
/** Deeper levels are not indented further. */
const maxIndentedDepth = 12;

interface Place {
  depth: number;
  prefix: string;
  /** The service of the parent span. */
  service: string;
}

type Item = { place: Place; guides: string } & (
  | { kind: "span"; node: SpanNode; childPrefix: string }
  | { kind: "folded"; nodes: SpanNode[] }
);

function items(siblings: readonly SpanNode[], place: Place): Item[] {
  const groups = foldSiblings(siblings);
  return groups.map((group, index): Item => {
    const last = index === groups.length - 1;
    const flat = place.depth === 0 || place.depth > maxIndentedDepth;
    const guides = flat ? place.prefix : `${place.prefix}${last ? "└─ " : "├─ "}`;
    if (Array.isArray(group)) return { kind: "folded", place, guides, nodes: group };
    const childPrefix = flat ? place.prefix : `${place.prefix}${last ? "   " : "│  "}`;
    return { kind: "span", place, guides, node: group, childPrefix };
  });
}

/** Replaces the later ones of many siblings with one name by a list that stands for them. */
function foldSiblings(siblings: readonly SpanNode[]): (SpanNode | SpanNode[])[] {
  const byName = Map.groupBy(siblings, ({ span }) => span.name);
  const folded = new Map<SpanNode, SpanNode[] | undefined>();
  for (const group of byName.values()) {
    if (group.length < foldFrom) continue;
    const failed = group.filter(({ span }) => span.failed).slice(0, shownOfFolded);
    const shown = new Set([...group.slice(0, shownOfFolded), ...failed]);
    const hidden = group.filter((node) => !shown.has(node));
    const [first] = hidden;
    for (const node of hidden) folded.set(node, node === first ? hidden : undefined);
  }
  return siblings.flatMap((node): (SpanNode | SpanNode[])[] => {
    if (!folded.has(node)) return [node];
    const group = folded.get(node);
    return group === undefined ? [] : [group];
  });
}

function describeFolded(
  nodes: readonly SpanNode[],
): Pick<TreeLine & { kind: "folded" }, "name" | "count" | "below" | "errors"> {
  const { count, errors } = countAll(nodes);
  const name = nodes[0]?.span.name ?? "";
  return { name, count: nodes.length, below: count - nodes.length, errors };
}

function countAll(nodes: readonly SpanNode[]): { count: number; errors: number } {
  const pending = [...nodes];
  let count = 0;
  let errors = 0;
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    count++;
    if (node.span.failed) errors++;
    for (const child of node.children) pending.push(child);
  }
  return { count, errors };
}
