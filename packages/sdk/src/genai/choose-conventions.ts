import { createRequire } from "node:module";
import type { TelemetryConfig } from "../config/config.ts";
import type { ContentPolicy } from "../content-policy/content-policy.ts";

const require = createRequire(import.meta.url);

/**
 * Has GenAI spans follow the first of the versions, and metrics all of them, and contents the policy. The package of the
 * conventions is loaded only when it is told something else than what it does anyway.
 */
export function chooseConventions(
  {
    genAiConventions: metricVersions,
    content: { capture, maxBytes: maxContentBytes },
  }: Pick<TelemetryConfig, "content" | "genAiConventions">,
  { redact }: Pick<ContentPolicy, "redact">,
): void {
  const [version = "1.41"] = metricVersions;
  if (version === "1.41" && metricVersions.length <= 1 && capture === "none") return;
  const genAi: typeof import("@agent-otel/semconv-genai") = require("@agent-otel/semconv-genai");
  genAi.configureGenAi({ version, metricVersions, capture, maxContentBytes, redact });
}
