import {
  type HrTime,
  type Link,
  type SpanContext,
  type SpanStatus,
  SpanStatusCode,
} from "@opentelemetry/api";
import type { TimedEvent } from "@opentelemetry/sdk-trace";
import type { RewriteAttribute } from "../trace/attribute-list.ts";
import type { FailedBelow } from "./failed-below.ts";
import { isGenAiScope } from "./genai-marks.ts";
import { screenRecord } from "./screen-record.ts";
import type { Screen } from "./screen.ts";

/** What is looked at of a span that has ended, and may be replaced. */
export interface ScreenedSpan {
  readonly instrumentationScope: { readonly name: string };
  readonly parentSpanContext?: SpanContext | undefined;
  readonly startTime: HrTime;
  spanContext(): SpanContext;
  rewriteAttributes(rewrite: RewriteAttribute): void;
  eventList: TimedEvent[] | undefined;
  linkList: Link[] | undefined;
  spanStatus: SpanStatus;
}

/** Applies the policy to a span. Throws what the hook throws; then the span must not be sent. */
export type ScreenSpan = (span: ScreenedSpan) => void;

/** Creates it. Spans without contents, which are nearly all, cost a look-up for each of their attributes' names. */
export function createScreenSpan(screen: Screen, failedBelow: FailedBelow): ScreenSpan {
  const screener = new Screener(screen, failedBelow);
  return (span) => screener.screen(span);
}

class Screener {
  readonly #screen: Screen;
  readonly #failedBelow: FailedBelow;
  /** Of the attributes of the span at hand. */
  #isGenAi = false;
  #hasLate = false;
  #hasError = false;

  constructor(screen: Screen, failedBelow: FailedBelow) {
    this.#screen = screen;
    this.#failedBelow = failedBelow;
  }

  screen(span: ScreenedSpan): void {
    this.#isGenAi = false;
    this.#hasLate = false;
    this.#hasError = false;
    span.rewriteAttributes(this.#first);
    const { eventList, linkList, spanStatus } = span;
    if (
      this.#hasLate ||
      this.#hasError ||
      eventList !== undefined ||
      linkList !== undefined ||
      spanStatus.code === SpanStatusCode.ERROR ||
      spanStatus.message !== undefined ||
      !this.#failedBelow.isEmpty
    ) {
      this.#screenRest(span);
    }
  }

  readonly #first: RewriteAttribute = (key, value) => {
    const facts = this.#screen.classify(key);
    if (facts === undefined) return value;
    if (facts.marks) this.#isGenAi = true;
    if (facts.isError) {
      this.#hasError = true;
      return value;
    }
    if (facts.kind === undefined) return value;
    if (facts.onGenAiOnly) {
      this.#hasLate = true;
      return value;
    }
    return this.#keepingState(() => this.#screen.content(key, value, facts));
  };

  /** The hook may end spans itself. */
  #keepingState(body: () => unknown): unknown {
    const state = [this.#isGenAi, this.#hasLate, this.#hasError] as const;
    try {
      return body();
    } finally {
      [this.#isGenAi, this.#hasLate, this.#hasError] = state;
    }
  }

  #screenRest(span: ScreenedSpan): void {
    const isGenAi = this.#isGenAi || isGenAiScope(span.instrumentationScope.name);
    const quotes = this.#mayQuote(span, isGenAi);
    const { eventList, linkList } = span;
    const errorType =
      isGenAi && this.#hasLate ? this.#screenLate(span, quotes) : this.#cut(span, quotes);
    if (quotes && span.spanStatus.message !== undefined) {
      span.spanStatus = this.#cutStatus(span.spanStatus, errorType);
    }
    if (eventList !== undefined && eventList.length > 0) {
      span.eventList = this.#screenParts(eventList, { isGenAi, quotes });
    }
    if (linkList !== undefined && linkList.length > 0) {
      span.linkList = this.#screenParts(linkList, { isGenAi, quotes: false });
    }
  }

  /** Whether what is said of errors in the span may quote a prompt: those of GenAI, and those that reached it from one. */
  #mayQuote(span: ScreenedSpan, isGenAi: boolean): boolean {
    const isAbove =
      !this.#failedBelow.isEmpty && this.#failedBelow.take(span, span.parentSpanContext);
    if (isGenAi && span.spanStatus.code === SpanStatusCode.ERROR) {
      this.#failedBelow.add(span.parentSpanContext);
    }
    return isGenAi || isAbove;
  }

  #screenLate(span: ScreenedSpan, quotes: boolean): unknown {
    span.rewriteAttributes((key, value) => {
      const facts = this.#screen.classify(key);
      return facts?.kind !== undefined && facts.onGenAiOnly
        ? this.#screen.content(key, value, facts)
        : value;
    });
    return this.#cut(span, quotes);
  }

  /** Gives the error's type, if the span has one. */
  #cut(span: ScreenedSpan, quotes: boolean): unknown {
    if (!quotes || !this.#hasError) return undefined;
    let errorType: unknown;
    let message: unknown;
    span.rewriteAttributes((key, value) => {
      if (key === "exception.message" || key === "error.message") message ??= value;
      return value;
    });
    span.rewriteAttributes((key, value) => {
      if (this.#screen.classify(key)?.isError !== true) return value;
      const kept = this.#screen.errorWords(key, value, message);
      if (key === "error.type" || key === "exception.type") errorType ??= kept;
      return kept;
    });
    return errorType;
  }

  #cutStatus({ code, message = "" }: SpanStatus, errorType: unknown): SpanStatus {
    // What instrumentations of ours, and careful ones, say.
    if (message === errorType) return { code, message };
    const kept = this.#screen.errorWords("status", message, undefined) ?? errorType;
    return typeof kept === "string" ? { code, message: kept } : { code };
  }

  #screenParts<T extends Link | TimedEvent>(
    parts: readonly T[],
    found: { readonly isGenAi: boolean; readonly quotes: boolean },
  ): T[] {
    return parts.map((part) => {
      const { attributes } = part;
      if (attributes === undefined) return part;
      const eventName = "name" in part ? part.name : undefined;
      const isEvent = typeof eventName === "string" && eventName.startsWith("gen_ai.");
      const screened = screenRecord(attributes, this.#screen, { ...found, isEvent });
      return screened === attributes ? part : { ...part, attributes: screened };
    });
  }
}
