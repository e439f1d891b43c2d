import { createRequire } from "node:module";
import type { ConfigurationModel } from "@opentelemetry/configuration";
import type { Environment } from "../env/reader.ts";
import { LARGEST_INTEGER } from "../env/variable.ts";
import { isMapping, keepSupported } from "./shape.ts";
import { supported } from "./supported.ts";

const require = createRequire(import.meta.url);

/**
 * Makes of a valid file the model that runs: lists of text become lists, what was left out is gone, and
 * values that upstream cannot take although they are valid are replaced by what they mean.
 */
export function prepareModel(value: object, env: Environment): ConfigurationModel {
  const listed: ConfigurationModel = structuredClone(value);
  mergeLists(listed);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it fits the schema, and keys are only taken away
  const model = keepSupported(listed, supported) as ConfigurationModel;
  delete model.file_format;
  delete model.meter_provider?.exemplar_filter;
  nameService(model, env);
  for (const { batch } of model.tracer_provider?.processors ?? []) limitTimeouts(batch);
  for (const { batch } of model.logger_provider?.processors ?? []) limitTimeouts(batch);
  for (const { periodic } of model.meter_provider?.readers ?? []) {
    if (!periodic) continue;
    limitTimeouts(periodic);
    // Upstream refuses its own default when the interval is shorter.
    periodic.timeout = Math.min(periodic.timeout ?? 30_000, periodic.interval ?? 60_000);
  }
  return model;
}

function mergeLists({ resource, propagator }: ConfigurationModel): void {
  const upstream: typeof import("@opentelemetry/configuration") = require("@opentelemetry/configuration");
  if (resource) {
    const { attributes, attributes_list: list } = resource;
    resource.attributes = [...(upstream.mergeResourceAttributesConfig(attributes, list) ?? [])];
    delete resource.attributes_list;
  }
  if (propagator) {
    const { composite, composite_list: list } = propagator;
    propagator.composite = upstream.mergePropagatorCompositeConfig(composite, list) ?? [];
    delete propagator.composite_list;
  }
}

/** What upstream's detector of the service would read from the environment of the process. */
function nameService({ resource }: ConfigurationModel, env: Environment): void {
  const detectors = resource?.["detection/development"]?.detectors ?? [];
  const name = env["OTEL_SERVICE_NAME"]?.trim() ?? "";
  if (name === "" || !detectors.some((detector) => "service" in detector)) return;
  const isNamed = resource?.attributes?.some((item) => item.name === "service.name") ?? false;
  if (!isNamed) resource?.attributes?.push({ name: "service.name", value: name });
}

/** A timeout of 0 means that there is no limit, which upstream does not know. */
function limitTimeouts(part: unknown): void {
  if (!isMapping(part)) return;
  for (const [key, value] of Object.entries(part)) {
    if (value === 0 && /^(?:export_)?timeout$/.test(key)) Reflect.set(part, key, LARGEST_INTEGER);
    else limitTimeouts(value);
  }
}
