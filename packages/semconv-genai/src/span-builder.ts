import { SpanKind } from "@opentelemetry/api";
import type { Attributes } from "@opentelemetry/api";
import { inVersion } from "./attribute-record.ts";
import type { AttributeRecord } from "./attribute-record.ts";
import type { SpanDefinition, SpanKindName } from "./definitions.ts";
import { spanName } from "./span-name.ts";
import { genAiOptions } from "./options.ts";
import type { ConventionVersion } from "./options.ts";

/** A span that is about to start; also the options of `Tracer.startSpan`. */
export interface SpanBlueprint {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
}

/** What a builder may be told besides attributes. */
export interface SpanBuildOptions {
  /** For the spans that have several kinds: `internal` where the work is done in this process. @default the first kind */
  readonly kind?: SpanKindName | undefined;
  /** @default that of {@link configureGenAi} */
  readonly version?: ConventionVersion | undefined;
}

/**
 * Makes the blueprint of a span: its name, its kind and all attributes that are known when it starts, so that samplers
 * see them. Attributes are given in the names of `latest` and written in those of the chosen version; undefined ones
 * are left out, structured ones become JSON. A required attribute that is missing does not compile.
 *
 * @example
 * const { name, ...options } = inferenceSpan({
 *   "gen_ai.operation.name": "chat",
 *   "gen_ai.provider.name": "openai",
 *   "gen_ai.request.model": "gpt-5",
 * });
 * const span = tracer.startSpan(name, options); // "chat gpt-5", CLIENT
 */
export type SpanBuilder<SpanAttributes extends object> = (
  attributes: SpanAttributes,
  options?: SpanBuildOptions,
) => SpanBlueprint;

/** The builder of a span of the conventions. */
export function spanBuilder<SpanAttributes extends object>(
  definition: SpanDefinition,
): SpanBuilder<SpanAttributes> {
  return (attributes, options) => buildSpan(definition, attributes, options);
}

/** {@link spanBuilder} for attributes that are not typed. */
export function buildSpan(
  definition: SpanDefinition,
  given: object,
  { kind, version = genAiOptions().version }: SpanBuildOptions = {},
): SpanBlueprint {
  const attributes: Record<string, unknown> = {};
  const record: AttributeRecord = { ...given };
  for (const key in record) attributes[key] = plain(record[key]);
  const operation = operationOf(definition, attributes);
  if (operation !== undefined) attributes["gen_ai.operation.name"] = operation;
  const allowed = kind !== undefined && definition.otherKinds.includes(kind);
  return {
    name: spanName(definition, attributes),
    kind: kindOf(allowed ? kind : definition.kind),
    attributes: inVersion(attributes, version),
  };
}

/** No table: reading an enum at load would keep bundlers from leaving it out. */
function kindOf(name: SpanKindName): SpanKind {
  if (name === "internal") return SpanKind.INTERNAL;
  return name === "server" ? SpanKind.SERVER : SpanKind.CLIENT;
}

/** The operation is fixed for most spans; MCP tells one only for tool calls. */
function operationOf({ operations }: SpanDefinition, given: AttributeRecord): unknown {
  if (operations.length === 0) {
    return given["mcp.method.name"] === "tools/call" ? "execute_tool" : undefined;
  }
  const named = given["gen_ai.operation.name"];
  return operations.length === 1 || named === undefined ? operations[0] : named;
}

function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value ?? undefined;
  if (!Array.isArray(value)) return toJson(value);
  return value.every((item) => typeof item !== "object") ? [...value] : toJson(value);
}

/** A value that JSON cannot write (a cycle, a bigint) is left out: a builder does not throw. */
function toJson(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
