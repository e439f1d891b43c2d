import type { ContentCapture, ConventionVersion, GenAiOptions } from "./options.ts";

/** Texts of environment variables; this package reads no environment itself. */
export interface GenAiTexts {
  /** `OTEL_SEMCONV_STABILITY_OPT_IN`: `gen_ai_latest_experimental` among its items means `latest`. */
  readonly stabilityOptIn?: string | undefined;
  /**
   * A variable of the host's own, which wins: a list of versions. The first is that of spans, all are those of metrics;
   * `1.41,latest` records metrics in both while dashboards move.
   */
  readonly conventions?: string | undefined;
  /** `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`, in its values of both generations. */
  readonly capture?: string | undefined;
}

/** The options that such texts ask for; what is absent or not understood is left out. For `configureGenAi`. */
export function genAiOptionsFrom({
  stabilityOptIn,
  conventions,
  capture,
}: GenAiTexts): Partial<GenAiOptions> {
  const versions = listOf(conventions).filter(isVersion);
  const [version] = versions;
  const optedIn = listOf(stabilityOptIn).includes("gen_ai_latest_experimental");
  const captured = CAPTURES.get(capture?.trim().toLowerCase() ?? "");
  return {
    ...(version === undefined ? {} : { version, metricVersions: [...new Set(versions)] }),
    ...(version === undefined && optedIn ? { version: "latest" } : {}),
    ...(captured === undefined ? {} : { capture: captured }),
  };
}

const CAPTURES: ReadonlyMap<string, ContentCapture> = /* @__PURE__ */ new Map([
  ["false", "none"],
  ["no_content", "none"],
  // Who asks for contents without saying where gets them wherever the conventions have a place for them.
  ["true", "span_and_event"],
  ["span_only", "span"],
  ["event_only", "event"],
  ["span_and_event", "span_and_event"],
]);

function listOf(text: string | undefined): readonly string[] {
  return (text ?? "").split(",").map((item) => item.trim());
}

function isVersion(text: string): text is ConventionVersion {
  return text === "1.36" || text === "1.41" || text === "latest";
}
