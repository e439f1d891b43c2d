import type { StoredSpan } from "./stored-trace.ts";

/**
 * Draws spans as a tree, oldest first. A span whose parent is missing is drawn at the left with a
 * mark, so that a broken trace is seen to be one.
 */
export function drawTree(spans: readonly StoredSpan[]): string {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const tops = spans.filter(
    ({ parentSpanId }) => parentSpanId === undefined || !ids.has(parentSpanId),
  );
  const lines: string[] = [];
  for (const top of byStart(tops)) {
    lines.push(top.parentSpanId === undefined ? label(top) : `(parent missing) ${label(top)}`);
    drawChildren(lines, { parent: top, spans, indent: "", above: new Set([top.spanId]) });
  }
  return lines.join("\n");
}

interface Branch {
  readonly parent: StoredSpan;
  readonly spans: readonly StoredSpan[];
  readonly indent: string;
  /** Keeps a damaged trace with a circle from being drawn for ever. */
  readonly above: ReadonlySet<string>;
}

function drawChildren(lines: string[], { parent, spans, indent, above }: Branch): void {
  const children = byStart(spans.filter(({ parentSpanId }) => parentSpanId === parent.spanId));
  for (const [at, child] of children.entries()) {
    const last = at === children.length - 1;
    lines.push(`${indent}${last ? "└─" : "├─"} ${label(child)}`);
    if (above.has(child.spanId)) continue;
    drawChildren(lines, {
      parent: child,
      spans,
      indent: `${indent}${last ? "   " : "│  "}`,
      above: new Set([...above, child.spanId]),
    });
  }
}

function label({ name, kind, service, durationMs, failed }: StoredSpan): string {
  const mark = failed ? " ERROR" : "";
  return `${name}  ${kind.toLowerCase()} · ${service} · ${durationMs.toFixed(1)} ms${mark}`;
}

function byStart(spans: readonly StoredSpan[]): readonly StoredSpan[] {
  return spans.toSorted((one, other) => one.startMs - other.startMs);
}
