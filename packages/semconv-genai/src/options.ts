import type { Redact } from "./content/kinds.ts";

/**
 * A version of the conventions.
 *
 * - `1.36`: the provider is `gen_ai.system`.
 * - `1.41`: the last release that has these conventions; the provider is `gen_ai.provider.name`.
 * - `latest`: the unreleased state of their own repository. Metrics of inference and embeddings are split, token
 *   counters tell cached, reasoning and multimodal tokens, `cache_creation` is `cache_write`.
 */
export type ConventionVersion = "1.36" | "1.41" | "latest";

/** Where message contents are recorded. */
export type ContentCapture = "none" | "span" | "event" | "span_and_event";

/** How this package writes telemetry, for the whole process. */
export interface GenAiOptions {
  /**
   * Names on spans and events.
   * @default "1.41", because dashboards and back ends read it, and what is not released may still change
   */
  readonly version: ConventionVersion;
  /**
   * Versions in which metrics are recorded; a metric that two of them share is recorded once.
   * @default the version of spans
   */
  readonly metricVersions: readonly ConventionVersion[];
  /** @default "none", because prompts and answers hold personal data */
  readonly capture: ContentCapture;
  /**
   * How contents are written: as JSON text or as structured values.
   * @default JSON on spans, since few back ends read structured span attributes; structured on events
   */
  readonly encoding: "json" | "structured" | undefined;
  /** Most bytes of JSON for one content attribute; longer contents are shortened. @default 65536 */
  readonly maxContentBytes: number;
  /** Sees each content before it is recorded and may change or drop it. @default nothing is changed */
  readonly redact: Redact | undefined;
}

/**
 * Changes how this package writes telemetry from now on. What is not named keeps its value, except that
 * `metricVersions` follows `version` where only that is named.
 */
export function configureGenAi(options: Partial<GenAiOptions>): void {
  const { version, metricVersions } = options;
  const following = version === undefined ? current.metricVersions : [version];
  current = { ...current, ...options, metricVersions: metricVersions ?? following };
}

/** How telemetry is written at this moment. */
export function genAiOptions(): GenAiOptions {
  return current;
}

/** What holds until {@link configureGenAi} is called. */
export const GENAI_DEFAULTS: GenAiOptions = {
  version: "1.41",
  metricVersions: ["1.41"],
  capture: "none",
  encoding: undefined,
  maxContentBytes: 65_536,
  redact: undefined,
};

let current: GenAiOptions = GENAI_DEFAULTS;
