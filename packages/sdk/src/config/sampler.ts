import type { EnvReader } from "../env/reader.ts";
import { samplerNames } from "../env/values.ts";
import type { SamplerConfig } from "./config.ts";

/**
 * Reads OTEL_TRACES_SAMPLER and its argument. A bad value never raises the sampling rate: with an unknown
 * sampler nothing is recorded, with a bad ratio no new traces are started, and the problem says so.
 */
export function readSampler(reader: EnvReader): SamplerConfig {
  const variable = "OTEL_TRACES_SAMPLER";
  const before = reader.problems.length;
  const read = reader.choice(variable, samplerNames, "no spans are recorded");
  const isUnknown = reader.problems.length > before;
  const name = isUnknown ? "always_off" : (read ?? "parentbased_always_on");
  if (isUnknown) reader.settle(variable, name);
  return {
    parentBased: name.startsWith("parentbased_"),
    ratio: name.endsWith("traceidratio")
      ? readRatio(reader)
      : withoutArgument(reader, name.endsWith("always_on") ? 1 : 0),
  };
}

const noNewTraces = "no new traces are started";
const argument = "OTEL_TRACES_SAMPLER_ARG";

function readRatio(reader: EnvReader): number {
  const text = reader.raw(argument) ?? "1";
  const ratio = /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  const isGood = ratio >= 0 && ratio <= 1;
  reader.settle(argument, isGood ? String(ratio) : "0");
  if (isGood) return ratio;
  const found = text;
  reader.report({ variable: argument, expected: "a number from 0 to 1", found, used: noNewTraces });
  return 0;
}

/** An argument that the sampler does not take was probably meant for one that does. */
function withoutArgument(reader: EnvReader, ratio: 0 | 1): 0 | 1 {
  if (reader.raw(argument) !== undefined) {
    reader.report({
      variable: argument,
      expected: "OTEL_TRACES_SAMPLER to be traceidratio or parentbased_traceidratio",
      used: "it is ignored",
    });
  }
  return ratio;
}
