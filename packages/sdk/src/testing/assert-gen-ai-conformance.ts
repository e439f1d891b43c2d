import { AssertionError } from "node:assert";
import { genAiOptions } from "@agent-otel/semconv-genai";
import { isAgentic } from "./agent-tree.ts";
import type { TelemetryCapture } from "./capture-telemetry.ts";
import { CONTENT_OFF } from "./conformance/content-off.ts";
import { isInference } from "./conformance/evidence.ts";
import type { Assertion, ConformanceFacts, Evidence } from "./conformance/evidence.ts";
import {
  CACHED_AND_REASONING,
  SERVER_ADDRESS,
  STREAM_USAGE,
  TIME_TO_FIRST_CHUNK,
} from "./conformance/model-assertions.ts";
import {
  ABORTED_STREAM,
  CONNECTED_TRACE,
  ERROR_SPAN,
  TOOL_CALL_IDS,
} from "./conformance/outcome-assertions.ts";

/**
 * Checks nine things of the telemetry of generative AI that was captured: a failed call has an error span, the usage of
 * streams equals the provider's, streams tell the time to their first chunk, cached and reasoning tokens are recorded,
 * model calls tell server.address, all is one connected trace, no content is recorded while its capture is off, tool calls
 * carry their id, and an aborted stream ends its span.
 *
 * Each is checked for itself in what was captured, and against what the test knows where that is told.
 *
 * @throws {AssertionError} That names each assertion that does not hold, the spans in question and what to do.
 *
 * @example
 * await assertGenAiConformance(telemetry, {
 *   usage: { inputTokens: 120, outputTokens: 20 },
 *   secrets: ["Where is my order?"],
 * });
 */
export async function assertGenAiConformance(
  capture: Pick<TelemetryCapture, "spans" | "openSpans" | "logs" | "metrics" | "text">,
  facts: ConformanceFacts = {},
): Promise<void> {
  const evidence = await gather(capture, facts);
  const failures = ASSERTIONS.map((assertion) => ({
    assertion,
    lines: assertion.check(evidence),
  })).filter(({ lines }) => lines.length > 0);
  if (evidence.spans.length === 0) throw nothingCaptured(evidence);
  if (failures.length === 0) return;
  const message = failures.map(({ assertion, lines }) => describe(assertion, lines)).join("\n");
  throw new AssertionError({
    message: `${failures.length} of ${ASSERTIONS.length} assertions on GenAI telemetry do not hold:\n${message}`,
    actual: failures.map(({ assertion }) => assertion.title),
    expected: [],
    operator: "assertGenAiConformance",
  });
}

const ASSERTIONS: readonly Assertion[] = [
  ERROR_SPAN,
  STREAM_USAGE,
  TIME_TO_FIRST_CHUNK,
  CACHED_AND_REASONING,
  SERVER_ADDRESS,
  CONNECTED_TRACE,
  CONTENT_OFF,
  TOOL_CALL_IDS,
  ABORTED_STREAM,
];

async function gather(
  capture: Pick<TelemetryCapture, "spans" | "openSpans" | "logs" | "metrics" | "text">,
  facts: ConformanceFacts,
): Promise<Evidence> {
  const allSpans = capture.spans();
  const spans = allSpans.filter(isAgentic);
  const contents = genAiOptions().capture === "none" ? "off" : "on";
  return {
    facts: { contents, ...facts },
    allSpans,
    spans,
    inference: spans.filter(isInference),
    logs: capture.logs(),
    metrics: await capture.metrics(),
    openSpans: capture.openSpans(),
    text: await capture.text(),
  };
}

function nothingCaptured({ allSpans, openSpans }: Evidence): AssertionError {
  const others = [...new Set(allSpans.map(({ name }) => name))].slice(0, 10);
  const unended = openSpans.length === 0 ? "" : ` Spans that did not end: ${openSpans.join(", ")}.`;
  return new AssertionError({
    message:
      `no span of generative AI or MCP was captured${others.length === 0 ? "" : `, only ${others.join(", ")}`}.${unended} ` +
      "Load the client after captureTelemetry(), or run the tests with --import @agent-otel/sdk/register.",
    operator: "assertGenAiConformance",
  });
}

/** A thousand equal faults say no more than the first few. */
const MOST_LINES = 10;

function describe({ title, hint }: Assertion, lines: readonly string[]): string {
  const shown = lines.slice(0, MOST_LINES);
  const rest = lines.length - shown.length;
  if (rest > 0) shown.push(`… and ${rest} more.`);
  return [`✗ ${title}`, ...shown.map((line) => `    ${line}`), `    → ${hint}`].join("\n");
}
