import { createRequire } from "node:module";
import type { TelemetryConfig } from "../config/config.ts";

const require = createRequire(import.meta.url);

/**
 * Has GenAI spans follow the first of the versions, and metrics all of them. The package of the conventions is
 * loaded only when it is told something else than what it does anyway.
 */
export function chooseConventions(versions: TelemetryConfig["genAiConventions"]): void {
  const [version = "1.41"] = versions;
  if (version === "1.41" && versions.length <= 1) return;
  const genAi: typeof import("@agent-otel/semconv-genai") = require("@agent-otel/semconv-genai");
  genAi.configureGenAi({ version, metricVersions: versions });
}
