import type { EnvReader } from "../env/reader.ts";
import {
  contentCaptures,
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
  readContentCapture(reader);
  const http = readHttp(reader);
  return { ...(enabled === undefined ? {} : { enabled }), added, disabled, http };
}

/** Contents are never recorded today: who asks for them shall not wait for them in vain. */
function readContentCapture(reader: EnvReader): void {
  const variable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";
  const capture = reader.choice(variable, contentCaptures, "no content is recorded") ?? "false";
  if (capture === "false" || capture === "no_content") return;
  reader.report({
    variable,
    expected: "false or no_content, for contents are not captured yet",
    found: capture,
    used: "no content is recorded",
  });
  reader.settle(variable, "false");
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
