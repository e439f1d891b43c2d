import type { Redact } from "@agent-otel/semconv-genai";
import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import type { IMetricReader } from "@opentelemetry/sdk-metrics";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import type { ContentConfig } from "../config/content-config.ts";
import type { Signal } from "../env/otlp-variables.ts";
import { requireOwn } from "../own-module.ts";
import type { EndHook } from "../trace/end-hooks.ts";
import { type AttributeFacts, createClassifier } from "./classify-attribute.ts";
import { type ContentFigures, createContentCounter } from "./content-figures.ts";
import { createFailedBelow } from "./failed-below.ts";
import { screeningLogProcessor } from "./log-processor.ts";
import { screenReader } from "./metric-reader.ts";
import { knownErrors } from "./known-errors.ts";
import type { ContentHook } from "./rewrite-content.ts";
import { createScreen, type Screen } from "./screen.ts";
import { createScreenSpan } from "./screen-span.ts";
import { screeningSpanProcessor } from "./span-processor.ts";

/** Keeps what users, models and tools say out of telemetry, or records it as the configuration wants it. */
export interface ContentPolicy {
  /** For our tracer. */
  readonly endHook: EndHook;
  /** For upstream's: to be the first of its processors. */
  readonly spanProcessor: SpanProcessor;
  /** For upstream's loggers, which are ours as well: to be the first that sees a complete record. */
  readonly logProcessor: LogRecordProcessor;
  /** Has a reader see no contents in the attributes of measurements: these belong on no metric, captured or not. */
  readonly screenReader: <R extends IMetricReader>(reader: R) => R;
  /** For instrumentations that capture contents themselves; absent where none are captured. */
  readonly redact: Redact | undefined;
  readonly figures: ContentFigures;
}

/** What the policy is made of beside its configuration. */
export interface ContentPolicyParts {
  /** The program's own say. @default none */
  readonly hook?: ContentHook | undefined;
  /** Is told once what was removed. @default nobody */
  readonly tell?: (line: string) => void;
}

/** Creates the policy. Nothing of it throws into the application. */
export function createContentPolicy(
  config: ContentConfig,
  { hook, tell }: ContentPolicyParts = {},
): ContentPolicy {
  const counter = createContentCounter((what) => tell?.(explain(what, config.capture)));
  const classify = createClassifier(config);
  const rewrite =
    config.capture === "none" ? undefined : loadRewriting().createRewriteContent(config, hook);
  const failedBelow = createFailedBelow();
  const known = knownErrors();
  const screenOf = (signal: Signal, captures: readonly string[]): Screen =>
    createScreen({
      signal,
      classify,
      counter,
      rewrite: captures.includes(config.capture) ? rewrite : undefined,
    });
  const screenSpan = createScreenSpan(
    screenOf("traces", ["span", "span_and_event"]),
    failedBelow,
    known,
  );
  const removed = (attribute: string): void => counter.count("metrics", "removed", attribute);
  const screen = screenOf("logs", ["event", "span_and_event"]);
  return {
    endHook: (span) => {
      screenSpan(span);
      return true;
    },
    spanProcessor: screeningSpanProcessor(screenSpan),
    logProcessor: screeningLogProcessor({ screen, failedBelow, known }),
    screenReader: (reader) =>
      screenReader(reader, (attribute) => isContent(classify(attribute)), removed),
    redact: rewrite && (({ kind, value }) => rewrite({ attribute: kind, value })),
    figures: counter.figures,
  };
}

/** Only for those who capture contents. */
function loadRewriting(): typeof import("./rewrite-content.ts") {
  return requireOwn(import.meta.url, "./rewrite-content");
}

/** Numbers are none: a value that many have, such as a score, may be of use. */
function isContent(facts: AttributeFacts | undefined): boolean {
  return facts?.kind !== undefined && !facts.onGenAiOnly && facts.harmless === "none";
}

function explain(what: string, capture: ContentConfig["capture"]): string {
  const where =
    capture === "none"
      ? "not recorded"
      : `recorded on ${capture === "span" ? "spans" : "events"} alone`;
  return `contents of prompts and answers are ${where}: removed ${what}, and whatever else follows (OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT, docs/content.md).`;
}
