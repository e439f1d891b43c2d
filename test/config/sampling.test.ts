import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runWithReceiver } from "./run-with-receiver.ts";

const ROOTS = 40;

/** Requests with a parent that is recorded, and with one that is not. */
const parents = JSON.stringify([
  { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
  { traceparent: "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00" },
]);

interface Expected {
  readonly sampler?: string;
  readonly ratio?: string;
  readonly roots: "all" | "none" | "some";
  /** Whether a request is recorded whose parent is, and whose parent is not. */
  readonly children: readonly [boolean, boolean];
  /** What the one line on stderr says; absent when there is none. */
  readonly problem?: RegExp;
}

const cases: readonly Expected[] = [
  { roots: "all", children: [true, false] },
  { sampler: "always_on", roots: "all", children: [true, true] },
  { sampler: "always_off", roots: "none", children: [false, false] },
  { sampler: "traceidratio", ratio: "0", roots: "none", children: [false, false] },
  { sampler: "traceidratio", ratio: "1", roots: "all", children: [true, true] },
  { sampler: "parentbased_always_on", roots: "all", children: [true, false] },
  { sampler: "parentbased_always_off", roots: "none", children: [true, false] },
  { sampler: "parentbased_traceidratio", ratio: "0", roots: "none", children: [true, false] },
  { sampler: "parentbased_traceidratio", ratio: "0.5", roots: "some", children: [true, false] },
  { sampler: "parentbased_traceidratio", ratio: "1", roots: "all", children: [true, false] },
  { sampler: " ALWAYS_Off ", roots: "none", children: [false, false] },
  {
    sampler: "alway_on",
    roots: "none",
    children: [false, false],
    problem: /OTEL_TRACES_SAMPLER: expected one of .*"alway_on".*always_on/,
  },
  ...["25%", "1.5", "-0.1", "abc"].map((ratio) => ({
    sampler: "traceidratio",
    ratio,
    roots: "none" as const,
    children: [false, false] as const,
    problem: /OTEL_TRACES_SAMPLER_ARG: expected a number from 0 to 1/,
  })),
];

describe("which traces are recorded", { concurrency: 3 }, () => {
  for (const expected of cases) {
    const { sampler, ratio, roots, children, problem } = expected;
    test(`OTEL_TRACES_SAMPLER=${sampler ?? ""} with ARG=${ratio ?? ""}: ${roots} of the roots`, async (t) => {
      const { seen, errors, code, receiver } = await runWithReceiver(t, {
        ...(sampler !== undefined && { OTEL_TRACES_SAMPLER: sampler }),
        ...(ratio !== undefined && { OTEL_TRACES_SAMPLER_ARG: ratio }),
        APP_REQUESTS: parents,
        APP_ROOTS: String(ROOTS),
      });
      assert.equal(code, 0);
      assert.equal(errors.length, problem === undefined ? 0 : 1, errors.join("\n"));
      if (problem !== undefined) assert.match(errors[0] ?? "", problem);
      assert.deepEqual(
        seen?.requests.map(({ recording }) => recording),
        children,
      );
      assert.equal(share(seen?.recordedRoots ?? -1), roots);
      const arrived = receiver.spans.filter(({ name }) => name === "root").length;
      assert.equal(arrived, seen?.recordedRoots);
    });
  }
});

function share(recorded: number): Expected["roots"] {
  if (recorded === 0) return "none";
  return recorded === ROOTS ? "all" : "some";
}
