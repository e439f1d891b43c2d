import type { Case, Observation } from "./case.ts";

/** What both SDKs did in the same case. */
export interface Pair {
  readonly upstream: Observation;
  readonly agentOtel: Observation;
}

/** One thing that is otherwise. */
export interface Facet extends Readonly<Record<keyof Pair, string>> {
  /** What was looked at. */
  readonly name: string;
}

/** A case in which something is otherwise. */
export interface Difference {
  readonly oneCase: Case;
  readonly facets: readonly Facet[];
}

/**
 * What is otherwise because of the variable: the SDKs differ, and at least one of them does something else than
 * without the variable. What only one of them shows follows from another difference, such as that nothing arrived.
 */
export function differencesOf(pair: Pair, withoutVariable: Pair): readonly Facet[] {
  const facets = Object.keys(pair.upstream).flatMap((name) => {
    const facet = facetOf(name, pair);
    const before = facetOf(name, withoutVariable);
    if (!(name in pair.agentOtel) || facet.upstream === facet.agentOtel) return [];
    const moved = facet.upstream !== before.upstream || facet.agentOtel !== before.agentOtel;
    return moved ? [facet] : [];
  });
  // From an application that does not run follows everything else.
  const decisive = facets.some(({ name }) => name === "process");
  return decisive ? facets.filter(({ name }) => name === "process" || name === "stderr") : facets;
}

/** What is otherwise without any variable. */
export function defaultDifferences(pair: Pair): readonly Facet[] {
  const names = new Set([...Object.keys(pair.upstream), ...Object.keys(pair.agentOtel)]);
  return [...names]
    .map((name) => facetOf(name, pair))
    .filter(({ upstream, agentOtel }) => upstream !== agentOtel);
}

function facetOf(name: string, { upstream, agentOtel }: Pair): Facet {
  return { name, upstream: upstream[name] ?? "absent", agentOtel: agentOtel[name] ?? "absent" };
}
