import type { EnvReader } from "../env/reader.ts";
import {
  genAiConventions,
  instrumentationNames,
  requestedInstrumentationNames,
} from "../env/values.ts";
import { variables } from "../env/variables.ts";
import type { InstrumentationConfig, TelemetryConfig } from "./config.ts";
import { readHttp } from "./http.ts";

/** What is instrumented, and what the instrumentations record. */
export function readInstrumentation(reader: EnvReader): InstrumentationConfig {
  const enabled = reader.list("OTEL_NODE_ENABLED_INSTRUMENTATIONS", instrumentationNames);
  const disabled = reader.list("OTEL_NODE_DISABLED_INSTRUMENTATIONS", instrumentationNames) ?? [];
  const added = reader.list("AGENT_OTEL_ADD_INSTRUMENTATIONS", requestedInstrumentationNames) ?? [];
  const http = readHttp(reader);
  return { ...(enabled === undefined ? {} : { enabled }), added, disabled, http };
}

/**
 * Which GenAI conventions are followed. The instrumentations that have another choice read
 * OTEL_SEMCONV_STABILITY_OPT_IN themselves; here it is checked.
 */
export function readGenAiConventions(reader: EnvReader): TelemetryConfig["genAiConventions"] {
  const optIns = reader.list(
    "OTEL_SEMCONV_STABILITY_OPT_IN",
    variables.OTEL_SEMCONV_STABILITY_OPT_IN.values ?? [],
  );
  const named = reader.list("AGENT_OTEL_GENAI_CONVENTIONS", genAiConventions) ?? [];
  if (named.length > 0) return named;
  return [optIns?.includes("gen_ai_latest_experimental") === true ? "latest" : "1.41"];
}
