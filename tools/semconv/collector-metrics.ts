import { METRIC_DEFINITIONS } from "../../packages/semconv-genai/src/generated/metric-definitions.ts";
import { SPAN_GEN_AI_CLIENT_INFERENCE } from "../../packages/semconv-genai/src/generated/span-definitions.ts";
import { migrateMetricPoint } from "../../packages/semconv-genai/src/migrate/migrate-metric.ts";

/** What is done to metrics, by the processors in their order. */
export interface MetricSteps {
  /** Groups of statements of the first transform processor. */
  readonly before: readonly (readonly string[])[];
  readonly dropMetrics: readonly string[];
  readonly dropPoints: readonly string[];
  /** Statements of the second transform processor. */
  readonly after: readonly string[];
}

const OPERATION = 'datapoint.attributes["gen_ai.operation.name"]';
const TOKEN_TYPE = 'datapoint.attributes["gen_ai.token.type"]';
/** Set on points of metrics that are split, so that points that need no split are told apart. */
const MARK = 'datapoint.attributes["agent_otel.split"]';

/**
 * To `latest`. A processor cannot move points between metrics, so each metric that was split is copied once for each
 * successor, and each copy loses the points that belong to another. Counters of tokens cannot be made from histograms.
 */
export function upgradeMetrics(): MetricSteps {
  const inference = SPAN_GEN_AI_CLIENT_INFERENCE.operations;
  const isInference = `(${inference.map((name) => `${OPERATION} == ${JSON.stringify(name)}`).join(" or ")})`;
  const isEmbeddings = `${OPERATION} == "embeddings"`;
  const isInput = `${TOKEN_TYPE} == "input"`;
  const isOutput = `${TOKEN_TYPE} == "output"`;
  const duration = "gen_ai.client.operation.duration";
  const tokens = "gen_ai.client.token.usage";
  /** Each metric that is split, its successors, and the points that each of them keeps. */
  const splits = [
    [duration, "gen_ai.client.inference.duration", isInference],
    [duration, "gen_ai.client.embeddings.duration", isEmbeddings],
    [
      tokens,
      "gen_ai.client.inference.operation.input_tokens",
      `${isInput} and not (${isEmbeddings})`,
    ],
    [
      tokens,
      "gen_ai.client.inference.operation.output_tokens",
      `${isOutput} and not (${isEmbeddings})`,
    ],
    [tokens, "gen_ai.client.embeddings.operation.input_tokens", `${isInput} and ${isEmbeddings}`],
  ] as const;
  return {
    before: [
      [duration, tokens].map((name) => `set(${MARK}, true) where metric.name == "${name}"`),
      [
        ...renames("latest"),
        ...splits.map(([from, to]) => `copy_metric(name="${to}") where metric.name == "${from}"`),
      ],
    ],
    dropMetrics: [`name == "${tokens}"`],
    dropPoints: [
      ...splits.map(
        ([, to, kept]) => `metric.name == "${to}" and ${MARK} == true and not (${kept})`,
      ),
      `metric.name == "${duration}" and (${isInference} or ${isEmbeddings})`,
    ].map(withoutPath),
    after: [
      `delete_key(datapoint.attributes, "gen_ai.token.type") where ${MARK} == true`,
      `delete_key(datapoint.attributes, "agent_otel.split")`,
    ],
  };
}

/** To 1.41 and before: successors get the name they were split from, and what has no place there goes. */
export function downgradeMetrics(): MetricSteps {
  const sides = ["input", "output"].map(
    (side) =>
      `set(${TOKEN_TYPE}, "${side}") where IsMatch(metric.name, "^gen_ai\\\\.client\\\\.(inference|embeddings)\\\\.operation\\\\.${side}_tokens$")`,
  );
  const gone = METRIC_DEFINITIONS.filter(
    ({ name }) => migrateMetricPoint({ name, attributes: {} }, { to: "1.41" }) === undefined,
  );
  return {
    before: [sides, renames("1.41")],
    dropMetrics: gone.map(({ name }) => `name == "${name}"`),
    dropPoints: [],
    after: [],
  };
}

/** Metrics whose new name does not depend on their points. */
function renames(to: "1.41" | "latest"): readonly string[] {
  const split = new Set(["gen_ai.client.operation.duration", "gen_ai.client.token.usage"]);
  const names = ["gen_ai.workflow.duration", ...METRIC_DEFINITIONS.map(({ name }) => name)];
  return names.flatMap((name) => {
    if (to === "latest" && split.has(name)) return [];
    const successor = migrateMetricPoint({ name, attributes: {} }, { to })?.name ?? name;
    return successor === name
      ? []
      : [`set(metric.name, "${successor}") where metric.name == "${name}"`];
  });
}

/** The filter processor's conditions have their context given by the list they are in. */
function withoutPath(condition: string): string {
  return condition.replaceAll("datapoint.attributes", "attributes");
}
