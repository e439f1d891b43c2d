import { createRequire } from "node:module";
import type { TextMapPropagator } from "@opentelemetry/api";
import type { PropagatorName } from "../config/config.ts";

const require = createRequire(import.meta.url);

/** One propagator for all names; `null`, which NodeSDK takes as "none", when there are no names. */
export function createPropagator(names: readonly PropagatorName[]): TextMapPropagator | null {
  if (names.length === 0) return null;
  const {
    CompositePropagator,
  }: typeof import("@opentelemetry/core") = require("@opentelemetry/core");
  return new CompositePropagator({ propagators: names.map((name) => create(name)) });
}

function create(name: PropagatorName): TextMapPropagator {
  if (name === "b3" || name === "b3multi") return createB3(name);
  const core: typeof import("@opentelemetry/core") = require("@opentelemetry/core");
  return name === "baggage"
    ? new core.W3CBaggagePropagator()
    : new core.W3CTraceContextPropagator();
}

function createB3(name: "b3" | "b3multi"): TextMapPropagator {
  const b3: typeof import("@opentelemetry/propagator-b3") = require("@opentelemetry/propagator-b3");
  const injectEncoding =
    name === "b3" ? b3.B3InjectEncoding.SINGLE_HEADER : b3.B3InjectEncoding.MULTI_HEADER;
  return new b3.B3Propagator({ injectEncoding });
}
