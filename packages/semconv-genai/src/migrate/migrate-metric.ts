import type { AttributeRecord } from "../attribute-record.ts";
import { SIGNAL_RENAMES } from "../generated/renames.ts";
import { METRIC_DEFINITIONS } from "../generated/metric-definitions.ts";
import type { ConventionVersion } from "../options.ts";
import { migrateAttributes } from "./migrate-attributes.ts";
import type { MigrateOptions } from "./migrate-attributes.ts";

/** One point of a metric: what it is called and what it is labelled with. */
export interface MetricPoint {
  readonly name: string;
  readonly attributes: AttributeRecord;
}

/**
 * A metric point with the name and labels of a version. Metrics that were split go to the successor that fits their
 * operation and kind of token, and back.
 *
 * @returns Undefined where the version has no place for the point, such as 1.41 for a counter of cached tokens.
 */
export function migrateMetricPoint(
  point: MetricPoint,
  { to }: MigrateOptions,
): MetricPoint | undefined {
  const { name, labels } = to === "latest" ? upgrade(point) : downgrade(point);
  if (name === undefined || !exists(name, to)) return undefined;
  const attributes = migrateAttributes(labels, { to });
  return name === point.name && attributes === point.attributes ? point : { name, attributes };
}

interface Named {
  readonly name: string | undefined;
  readonly labels: AttributeRecord;
}

const TOKEN_TYPE = "gen_ai.token.type";
const INFERENCE = "gen_ai.client.inference";
const EMBEDDINGS = "gen_ai.client.embeddings";
const OPERATION = "gen_ai.client.operation";
const TOKENS = "gen_ai.client.token.usage";

function upgrade({ name, attributes }: MetricPoint): Named {
  const operation = attributes["gen_ai.operation.name"];
  const isEmbeddings = operation === "embeddings";
  if (name === TOKENS) {
    const { [TOKEN_TYPE]: type, ...labels } = attributes;
    const side = type === "input" || type === "output" ? type : undefined;
    const family = isEmbeddings ? EMBEDDINGS : INFERENCE;
    return { name: side === undefined ? undefined : `${family}.operation.${side}_tokens`, labels };
  }
  if (name === `${OPERATION}.duration`) {
    const family = isEmbeddings
      ? EMBEDDINGS
      : INFERENCE_OPERATIONS.has(operation)
        ? INFERENCE
        : OPERATION;
    return { name: `${family}.duration`, labels: attributes };
  }
  const renamed = SIGNAL_RENAMES.find(({ kind, from }) => kind === "metric" && from === name);
  return { name: renamed?.to[0] ?? name, labels: attributes };
}

const INFERENCE_OPERATIONS: ReadonlySet<unknown> = new Set([
  "chat",
  "generate_content",
  "text_completion",
]);

function downgrade({ name, attributes }: MetricPoint): Named {
  const split = SPLIT.exec(name)?.groups;
  if (split === undefined) return upgradeOnly(name, attributes);
  const [, side] = /^operation\.(input|output)_tokens$/.exec(split["rest"] ?? "") ?? [];
  if (side !== undefined) return { name: TOKENS, labels: { ...attributes, [TOKEN_TYPE]: side } };
  return { name: `${OPERATION}.${split["rest"]}`, labels: attributes };
}

const SPLIT = /^gen_ai\.client\.(?:inference|embeddings)\.(?<rest>.+)$/;

/** A metric that was renamed and never was in 1.41 has its new name there, too. */
function upgradeOnly(name: string, labels: AttributeRecord): Named {
  const isNew = METRIC_DEFINITIONS.some((metric) => metric.name === name);
  const renamed = SIGNAL_RENAMES.find(({ kind, from }) => kind === "metric" && from === name);
  return { name: isNew ? name : (renamed?.to[0] ?? name), labels };
}

/** Metrics of others are none of our business: they exist. */
function exists(name: string, version: ConventionVersion): boolean {
  if (!name.startsWith("gen_ai.client.")) return true;
  const definition = METRIC_DEFINITIONS.find((metric) => metric.name === name);
  if (definition === undefined) return false;
  return version !== "latest" || definition.until === undefined;
}
