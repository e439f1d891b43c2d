import { createRequire } from "node:module";
import type { TextMapPropagator } from "@opentelemetry/api";
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import type { PropagatorName } from "../config/config.ts";
import { guardPropagator } from "./propagator-guard.ts";
import { createJaegerPropagator } from "./propagator-jaeger.ts";

const require = createRequire(import.meta.url);

/**
 * One propagator for all names, `null`, which NodeSDK takes as "none", when there are no names. All of them write;
 * where several find a trace to continue, the last name wins. Whatever a carrier holds, it never throws and never
 * gives an invalid span context.
 *
 * @param baggageAllow Patterns of the hosts that baggage may be sent to. @default none
 */
export function createPropagator(
  names: readonly PropagatorName[],
  baggageAllow: readonly string[] = [],
): TextMapPropagator | null {
  if (names.length === 0) return null;
  return new CompositePropagator({
    propagators: names.map((name) => guardPropagator(creators[name](), { baggageAllow })),
  });
}

/** A package is loaded when its propagator is asked for. */
const creators = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
  b3: () => createB3("SINGLE_HEADER"),
  b3multi: () => createB3("MULTI_HEADER"),
  jaeger: createJaegerPropagator,
  xray: createXray,
} satisfies Record<PropagatorName, () => TextMapPropagator>;

function createB3(encoding: "SINGLE_HEADER" | "MULTI_HEADER"): TextMapPropagator {
  const b3: typeof import("@opentelemetry/propagator-b3") = require("@opentelemetry/propagator-b3");
  return new b3.B3Propagator({ injectEncoding: b3.B3InjectEncoding[encoding] });
}

function createXray(): TextMapPropagator {
  const {
    AWSXRayPropagator,
  }: typeof import("@opentelemetry/propagator-aws-xray") = require("@opentelemetry/propagator-aws-xray");
  return new AWSXRayPropagator();
}
