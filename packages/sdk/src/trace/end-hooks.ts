import type { Link, SpanStatus } from "@opentelemetry/api";
import type { ReadableSpan, TimedEvent } from "@opentelemetry/sdk-trace";
import type { RewriteAttribute } from "./attribute-list.ts";
import { reportOnce } from "./report-once.ts";

/** A span that has ended and may still be changed, before anybody else sees it. */
export interface EndedSpan extends ReadableSpan {
  /** May be changed. */
  name: string;
  /** One attribute; undefined when there is none. Cheaper than `attributes`. */
  getAttribute(key: string): unknown;
  /** Sets or replaces one attribute, within the limits of the span. */
  replaceAttribute(key: string, value: unknown): void;
  /** Removes one attribute. */
  removeAttribute(key: string): void;
  /** The names of the attributes. */
  attributeKeys(): readonly string[];
  /** Asks about each attribute, and keeps what it is told. The cheapest way to look at them all. */
  rewriteAttributes(rewrite: RewriteAttribute): void;
  /** May be replaced. Cheaper than `events`. */
  eventList: TimedEvent[] | undefined;
  /** May be replaced. Cheaper than `links`. */
  linkList: Link[] | undefined;
  /** May be replaced. Cheaper than `status`. */
  spanStatus: SpanStatus;
}

/**
 * Sees every ended span before the users' processors and the encoder do, and may change it in place.
 *
 * @returns `false` to leave the span out: it is neither exported nor counted.
 */
export type EndHook = (span: EndedSpan) => boolean | undefined;

/**
 * Runs the hooks in order.
 *
 * @returns `keep`; `omit` when a hook left the span out; `failed` when one threw: what a content policy could not look
 *   at must not leave the process.
 */
export function runEndHooks(hooks: readonly EndHook[], span: EndedSpan): EndHookOutcome {
  for (const hook of hooks) {
    try {
      if (hook(span) === false) return "omit";
    } catch (error) {
      reportOnce(hook, "An end hook failed: spans that it fails for are dropped.", error);
      return "failed";
    }
  }
  return "keep";
}

/** What becomes of the span. */
export type EndHookOutcome = "failed" | "keep" | "omit";
