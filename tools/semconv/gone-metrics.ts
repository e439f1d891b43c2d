import type { Facts, MetricFact, UseFact } from "./facts.ts";

/**
 * The metrics of 1.41 that were split since. The facts keep only their instrument and unit; value type, boundaries and
 * attributes are those of the successor named here, which took them over.
 */
export function goneMetrics(facts: Facts): readonly GoneMetric[] {
  return Object.entries(SUCCESSORS).map(([name, { successor, more }]) => {
    const legacy = facts.legacy.metrics[name];
    const model = facts.metrics.find((metric) => metric.name === successor);
    if (legacy === undefined || model === undefined) throw new Error(`no facts about ${name}`);
    const gone = { name, until: "1.41", attributes: [...more, ...model.attributes] } as const;
    return Object.assign({}, model, legacy, gone);
  });
}

type GoneMetric = MetricFact & { readonly until: "1.41" };

const TOKEN_TYPE: UseFact = { ref: "gen_ai.token.type", requirement: "required" };

const SUCCESSORS: Readonly<
  Record<string, { readonly successor: string; readonly more: readonly UseFact[] }>
> = {
  "gen_ai.client.operation.time_per_output_chunk": {
    successor: "gen_ai.client.inference.time_per_output_chunk",
    more: [],
  },
  "gen_ai.client.operation.time_to_first_chunk": {
    successor: "gen_ai.client.inference.time_to_first_chunk",
    more: [],
  },
  "gen_ai.client.token.usage": {
    successor: "gen_ai.client.inference.operation.input_tokens",
    more: [TOKEN_TYPE],
  },
};
