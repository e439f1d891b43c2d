import { checkAttribute, checkAttributePairs, checkBatch, checkExemplarFilter } from "./checks.ts";
import { quote } from "../env/problem.ts";
import type { Fault } from "./fault.ts";
import { type Check, type ChoiceShape, type KeysShape, type Shape, unknownKey } from "./shape.ts";
import { anything, checked, choice, ignored, keys, list } from "./shape-parts.ts";
import { exporter, milliseconds } from "./supported-exporters.ts";
import { readers, views } from "./supported-metrics.ts";

const batch: KeysShape = {
  ...keys({
    exporter,
    schedule_delay: milliseconds,
    export_timeout: milliseconds,
    max_queue_size: anything,
    max_export_batch_size: anything,
  }),
  check: checkBatch,
};
const processors = list(choice({ batch, simple: keys({ exporter }) }));

const samplers: Record<string, Shape> = {
  always_off: keys({}),
  always_on: keys({}),
  trace_id_ratio_based: keys({ ratio: anything }),
};
const sampler = choice(samplers);
samplers["parent_based"] = keys({
  root: sampler,
  remote_parent_sampled: sampler,
  remote_parent_not_sampled: sampler,
  local_parent_sampled: sampler,
  local_parent_not_sampled: sampler,
});

const propagatorNames = ["tracecontext", "baggage", "b3", "b3multi", "none"];
const propagator: ChoiceShape = {
  ...choice(Object.fromEntries(propagatorNames.map((name) => [name, anything]))),
  isOptional: true,
};
const checkPropagatorNames: Check = (value) => {
  if (typeof value !== "string") return [];
  const names = value.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => name !== "" && !propagatorNames.includes(name));
  return unknown.map(wrongPropagator);
};
function wrongPropagator(name: string): Fault {
  const fault = unknownKey(name, propagator);
  return { ...fault, expected: `${fault.expected} instead of ${quote(name)}` };
}
const detector: ChoiceShape = {
  ...choice({ host: keys({}), process: keys({}), service: keys({}) }),
  isOptional: true,
};

const attributeLimits = {
  attribute_value_length_limit: anything,
  attribute_count_limit: anything,
};

/** What upstream's SDK makes of a file of schema 1.1; everything else in a file is a fault. */
export const supported: KeysShape = {
  isOpen: true,
  ...keys(
    {
      file_format: anything,
      disabled: anything,
      log_level: anything,
      // Meant for other distributions of OpenTelemetry, each by its name.
      distribution: anything,
      attribute_limits: keys(attributeLimits),
      resource: keys({
        attributes: list({
          ...keys({ name: anything, value: anything, type: anything }),
          check: checkAttribute,
        }),
        attributes_list: checked(checkAttributePairs),
        schema_url: anything,
        "detection/development": keys({
          attributes: keys({ included: anything, excluded: anything }),
          detectors: list(detector),
        }),
      }),
      propagator: keys({
        composite: list(propagator),
        composite_list: checked(checkPropagatorNames),
      }),
      tracer_provider: keys(
        {
          processors,
          sampler,
          id_generator: choice({ random: keys({}) }),
          limits: keys({
            ...attributeLimits,
            event_count_limit: anything,
            link_count_limit: anything,
            event_attribute_count_limit: anything,
            link_attribute_count_limit: anything,
          }),
        },
        ignored("tracer_configurator/development"),
      ),
      meter_provider: keys(
        { readers, views, exemplar_filter: checked(checkExemplarFilter) },
        ignored("meter_configurator/development"),
      ),
      logger_provider: keys(
        { processors, limits: keys(attributeLimits) },
        ignored("logger_configurator/development"),
      ),
    },
    {
      "instrumentation/development":
        "no such key, as OTEL_INSTRUMENTATION_… and OTEL_NODE_…_INSTRUMENTATIONS rule instrumentation",
    },
  ),
};
