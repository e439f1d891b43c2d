import type { StoredSpan, StoredTrace } from "./stored-trace.ts";

/** A span that has to be in the trace. */
export interface ExpectedSpan {
  /** For people: what the name is, with its variable parts. */
  readonly what: string;
  /** Every span with such a name and of this kind counts. */
  readonly matches: (name: string) => boolean;
  readonly kind: string;
  /** How many there have to be at least. */
  readonly atLeast: number;
}

/** What a trace has to be. */
export interface Expectation {
  /** The first one is the root. */
  readonly spans: readonly ExpectedSpan[];
  /** Texts that must not be anywhere in the trace. */
  readonly secrets: readonly string[];
}

/** Everything that is wrong with a trace; nothing when it is one tree with the expected spans. */
export function findProblems(trace: StoredTrace, expectation: Expectation): readonly string[] {
  if (trace.spans.length === 0) return ["Tempo has no span of this trace."];
  return [
    ...findShapeProblems(trace.spans, expectation.spans[0]),
    ...findNameProblems(trace.spans, expectation.spans),
    ...findSecrets(trace.texts, expectation.secrets),
  ];
}

/** A line for each secret that is part of one of the texts, in whatever case. */
export function findSecrets(
  texts: readonly string[],
  secrets: readonly string[],
): readonly string[] {
  return secrets.flatMap((secret) => {
    const holder = texts.find((text) => text.toLowerCase().includes(secret.toLowerCase()));
    if (holder === undefined) return [];
    const at = Math.max(0, holder.toLowerCase().indexOf(secret.toLowerCase()) - 40);
    const around = holder.slice(at, at + secret.length + 80);
    return [`There is content: ${JSON.stringify(secret)} in ${JSON.stringify(around)}.`];
  });
}

function findShapeProblems(
  spans: readonly StoredSpan[],
  root: ExpectedSpan | undefined,
): readonly string[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
  const orphans = spans.filter(
    ({ parentSpanId }) => parentSpanId !== undefined && !ids.has(parentSpanId),
  );
  const problems = orphans.map(
    ({ name, parentSpanId }) => `"${name}" has a parent that is not in the trace: ${parentSpanId}.`,
  );
  if (ids.size !== spans.length) problems.push("Two spans have the same id.");
  const [only, ...more] = roots;
  if (only === undefined || more.length > 0) {
    const names = roots.map(({ name }) => `"${name}"`).join(", ");
    return [...problems, `Expected one root, got ${roots.length}${names && `: ${names}`}.`];
  }
  if (root !== undefined && !isOne(only, root)) {
    problems.push(`Expected the root to be ${describe(root)}, got "${only.name}" (${only.kind}).`);
  }
  return problems;
}

function findNameProblems(
  spans: readonly StoredSpan[],
  expected: readonly ExpectedSpan[],
): readonly string[] {
  return expected.flatMap((wanted) => {
    const count = spans.filter((span) => isOne(span, wanted)).length;
    if (count >= wanted.atLeast) return [];
    return [`Expected ${describe(wanted)} at least ${wanted.atLeast} times, got ${count}.`];
  });
}

function isOne({ name, kind }: StoredSpan, expected: ExpectedSpan): boolean {
  return kind === expected.kind && expected.matches(name);
}

function describe({ what, kind }: ExpectedSpan): string {
  return `"${what}" (${kind})`;
}
