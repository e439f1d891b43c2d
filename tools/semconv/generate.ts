import { collectorFile } from "./collector-file.ts";
import { emitAttributeDefinitions, emitAttributes, emitAttributeTypes } from "./emit-attributes.ts";
import { emitEvents } from "./emit-events.ts";
import { emitMetricDefinitions, emitMetricNames, emitMetricTypes } from "./emit-metrics.ts";
import { emitRenames } from "./emit-renames.ts";
import { emitSpanBuilders, emitSpanDefinitions } from "./emit-spans.ts";
import { emitValues } from "./emit-values.ts";
import { emitVersionNames } from "./emit-version-names.ts";
import type { Facts } from "./facts.ts";
import { format } from "./format.ts";

/** Every generated file: its path from the root of the repository and its text. */
export function generateFiles(facts: Facts): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [name, emit] of Object.entries(SOURCES)) {
    const path = `packages/semconv-genai/src/generated/${name}.ts`;
    files.set(path, format(path, emit(facts)));
  }
  for (const version of ["1.36", "1.41", "latest"] as const) {
    const path = `deploy/collector/genai-to-${version}.yaml`;
    files.set(path, format(path, collectorFile(version)));
  }
  return files;
}

const SOURCES: Readonly<Record<string, (facts: Facts) => string>> = {
  "attribute-definitions": emitAttributeDefinitions,
  "attribute-types": emitAttributeTypes,
  attributes: emitAttributes,
  events: emitEvents,
  "metric-definitions": emitMetricDefinitions,
  "metric-names": emitMetricNames,
  "metric-types": emitMetricTypes,
  renames: emitRenames,
  "span-builders": emitSpanBuilders,
  "span-definitions": emitSpanDefinitions,
  values: emitValues,
  "version-names": emitVersionNames,
};
