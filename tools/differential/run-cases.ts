import type { Case } from "./case.ts";
import { defaultOf, plainCase } from "./cases.ts";
import { defaultDifferences, differencesOf } from "./compare.ts";
import type { Difference, Facet, Pair } from "./compare.ts";
import type { Fixtures } from "./fixtures.ts";
import { observe } from "./observe.ts";

/** How cases are run. */
export interface RunOptions {
  readonly fixtures: Fixtures;
  /** Processes at the same time. */
  readonly atOnce: number;
  /** Called after each case. */
  readonly onCase?: () => void;
}

/** What the cases have shown. */
export interface Findings {
  /** What is otherwise without any variable. */
  readonly defaults: readonly Facet[];
  /** What is otherwise because of a variable, in the order of the cases. */
  readonly differences: readonly Difference[];
}

/** Runs the cases with both SDKs. */
export async function runCases(
  cases: readonly Case[],
  { fixtures, atOnce, onCase }: RunOptions,
): Promise<Findings> {
  const plain = await observeBoth(plainCase, fixtures);
  const surroundings = new Map<string, Promise<Pair>>();
  const found = new Map<Case, Difference>();
  const runOne = async (oneCase: Case): Promise<void> => {
    const around = defaultOf(oneCase);
    const key = JSON.stringify(around);
    const observed = surroundings.get(key) ?? observeBoth(around, fixtures);
    surroundings.set(key, observed);
    const pair = await observeBoth(oneCase, fixtures);
    // Where nothing arrives without the variable, what is usual is what arrives in the plain case.
    const facets = differencesOf(pair, over(plain, await observed));
    if (facets.length > 0) found.set(oneCase, { oneCase, facets });
    onCase?.();
  };
  await inTurns(
    cases.filter(({ scene }) => scene.alone !== true),
    atOnce,
    runOne,
  );
  await inTurns(
    cases.filter(({ scene }) => scene.alone === true),
    1,
    runOne,
  );
  return {
    defaults: defaultDifferences(plain),
    differences: cases.flatMap((oneCase) => found.get(oneCase) ?? []),
  };
}

function over(plain: Pair, pair: Pair): Pair {
  return {
    upstream: { ...plain.upstream, ...pair.upstream },
    agentOtel: { ...plain.agentOtel, ...pair.agentOtel },
  };
}

/** One after the other: both may want the same port. */
async function observeBoth(oneCase: Case, fixtures: Fixtures): Promise<Pair> {
  const upstream = await observe(oneCase, "upstream", fixtures);
  return { upstream, agentOtel: await observe(oneCase, "agentOtel", fixtures) };
}

async function inTurns(
  cases: readonly Case[],
  atOnce: number,
  run: (oneCase: Case) => Promise<void>,
): Promise<void> {
  const rest = cases.values();
  const worker = async (): Promise<void> => {
    // oxlint-disable-next-line no-await-in-loop -- each worker takes one case after the other
    for (const oneCase of rest) await run(oneCase);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
