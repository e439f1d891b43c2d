import { createRequire } from "node:module";
import type { Sampler } from "@opentelemetry/sdk-trace";
import type { SamplerConfig } from "../config/config.ts";

const require = createRequire(import.meta.url);

/** The sampler of the configuration ("Built-in samplers" of the trace SDK specification). */
export function createSampler({ ratio, parentBased }: SamplerConfig): Sampler {
  const sdk: typeof import("@opentelemetry/sdk-trace") = require("@opentelemetry/sdk-trace");
  const root =
    ratio === 1
      ? new sdk.AlwaysOnSampler()
      : ratio === 0
        ? new sdk.AlwaysOffSampler()
        : new sdk.TraceIdRatioBasedSampler(ratio);
  return parentBased ? new sdk.ParentBasedSampler({ root }) : root;
}
