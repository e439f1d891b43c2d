import type { EnvReader } from "../env/reader.ts";
import { samplerNames } from "../env/values.ts";
import type { SamplerConfig } from "./config.ts";

/**
 * Reads OTEL_TRACES_SAMPLER and its argument. A bad value never raises the sampling rate: an unknown
 * sampler or a bad ratio starts no new traces, and the problem says so.
 */
export function readSampler(reader: EnvReader): SamplerConfig {
  const known = reader.choice("OTEL_TRACES_SAMPLER", samplerNames, noNewTraces);
  const unknown = known === undefined && reader.text("OTEL_TRACES_SAMPLER") !== undefined;
  const name = known ?? (unknown ? "parentbased_always_off" : "parentbased_always_on");
  return {
    parentBased: name.startsWith("parentbased_"),
    ratio: name.endsWith("always_on") ? 1 : name.endsWith("always_off") ? 0 : readRatio(reader),
  };
}

const noNewTraces = "no new traces are started";

function readRatio(reader: EnvReader): number {
  const text = reader.text("OTEL_TRACES_SAMPLER_ARG");
  if (text === undefined) return 1;
  const ratio = /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (ratio >= 0 && ratio <= 1) return ratio;
  reader.report({
    variable: "OTEL_TRACES_SAMPLER_ARG",
    expected: "a number from 0 to 1",
    found: text,
    used: noNewTraces,
  });
  return 0;
}
