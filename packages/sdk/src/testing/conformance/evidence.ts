import { ATTR_INCOMPLETE } from "../../genai/incomplete.ts";
import type { CapturedLog, CapturedMetric, CapturedSpan } from "../captured.ts";

/** What the test knows of what happened; each is checked where it is told. */
export interface ConformanceFacts {
  /**
   * The tokens of all answered model calls together, as the provider told them. Input counts cached tokens in, output
   * counts reasoning in.
   */
  readonly usage?: {
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cacheReadInputTokens?: number;
    readonly reasoningOutputTokens?: number;
  };
  /** Where the provider is. */
  readonly server?: { readonly address: string; readonly port?: number };
  /** Number of model calls that failed, aborted ones left out. */
  readonly failedCalls?: number;
  /** Number of streams that the application aborted or left early. */
  readonly abortedStreams?: number;
  /** Identifiers that the model gave to the tool calls that were executed. */
  readonly toolCallIds?: readonly string[];
  /** Texts of prompts, answers, arguments and results that no signal may hold. */
  readonly secrets?: readonly string[];
  /** Number of traces that the work made. @default 1 */
  readonly traces?: number;
  /** Whether contents may be recorded. @default "off", unless the capture was told to record them */
  readonly contents?: "off" | "on";
}

/** All that the assertions look at. */
export interface Evidence {
  readonly facts: ConformanceFacts;
  /** Of generative AI and MCP. */
  readonly spans: readonly CapturedSpan[];
  /** Every span, by its id. */
  readonly allSpans: readonly CapturedSpan[];
  /** Those that ask a model for an answer. */
  readonly inference: readonly CapturedSpan[];
  readonly logs: readonly CapturedLog[];
  readonly metrics: readonly CapturedMetric[];
  readonly openSpans: readonly string[];
  /** Everything, as text. */
  readonly text: string;
}

/** One of the assertions. */
export interface Assertion {
  readonly title: string;
  /** What to do about it. */
  readonly hint: string;
  /** What is wrong, a line each; none where all is right. */
  readonly check: (evidence: Evidence) => readonly string[];
}

/** Whether a span asks a model for an answer. */
export function isInference(span: CapturedSpan): boolean {
  return INFERENCE.has(textOf(span, "gen_ai.operation.name"));
}

const INFERENCE = new Set(["chat", "generate_content", "text_completion"]);

/** Whether a model's answer was streamed. */
export function isStreamed({ attributes }: CapturedSpan): boolean {
  return attributes["gen_ai.request.stream"] === true;
}

/** Whether a call failed, in either way of saying so. */
export function isFailed({ status, attributes }: CapturedSpan): boolean {
  return status.code === "error" || attributes["error.type"] !== undefined;
}

/**
 * Whether the application gave a call up: it failed with an abort, or its stream is marked as not read to its end. A stream
 * of another instrumentation, which marks nothing, was given up when it told nothing of an end: no reason and no usage.
 */
export function isAborted(span: CapturedSpan): boolean {
  const { attributes } = span;
  if (/abort|cancel/i.test(textOf(span, "error.type"))) return true;
  if (!isStreamed(span) || isFailed(span)) return false;
  return (
    attributes[ATTR_INCOMPLETE] !== undefined || END.every((name) => attributes[name] === undefined)
  );
}

const END = [
  "gen_ai.response.finish_reasons",
  "gen_ai.usage.input_tokens",
  "gen_ai.usage.output_tokens",
];

/** An attribute that is a text; empty where it is none. */
export function textOf({ attributes }: CapturedSpan, name: string): string {
  const value = attributes[name];
  return typeof value === "string" ? value : "";
}

/** A span as a message names it. */
export function named({ name, spanId }: CapturedSpan): string {
  return `span "${name}" (${spanId})`;
}
