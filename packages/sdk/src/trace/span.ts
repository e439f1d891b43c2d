import { knownErrors } from "../content-policy/known-errors.ts";
import {
  type Attributes,
  type Exception,
  type Link,
  type Span,
  type SpanStatus,
  type TimeInput,
  SpanStatusCode,
} from "@opentelemetry/api";
import type { TimedEvent } from "@opentelemetry/sdk-trace";
import {
  deleteAttribute,
  putAttribute,
  putAttributes,
  readAttribute,
  type RewriteAttribute,
  rewriteAttributes,
} from "./attribute-list.ts";
import { isTimeInput, now, readTime } from "./clock.ts";
import type { EndedSpan } from "./end-hooks.ts";
import { exceptionAttributes } from "./exception-attributes.ts";
import type { SpanLimits } from "./limits.ts";
import { fail, warn } from "./quiet-diag.ts";
import { ReadableSpanView, type SpanSeed } from "./readable-span.ts";
import { createEvent, createLink, toText } from "./span-parts.ts";

/** What a span tells while it ends. */
export interface SpanEnd {
  /** It can still be changed. */
  ending(span: RecordedSpan): void;
  /** It cannot any more. */
  ended(span: RecordedSpan): void;
}

/**
 * A span that records. No method throws, whatever it is given.
 * https://opentelemetry.io/docs/specs/otel/trace/api/#span
 */
export class RecordedSpan extends ReadableSpanView implements Span, EndedSpan {
  private readonly limits: SpanLimits;
  private readonly onEnd: SpanEnd;
  private isEnding: boolean;

  constructor(seed: SpanSeed, limits: SpanLimits, onEnd: SpanEnd) {
    super(seed);
    this.limits = limits;
    this.onEnd = onEnd;
    this.isEnding = false;
  }

  setAttribute(key: string, value: unknown): this {
    if (this.isLate()) return this;
    putAttribute(this, this.limits, key, value);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    if (this.isLate()) return this;
    putAttributes(this, this.limits, attributes);
    return this;
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (this.isLate()) return this;
    const isTime = isTimeInput(attributesOrTime);
    const given = isTime && !isTimeInput(time) ? attributesOrTime : time;
    const attributes = isTime ? undefined : attributesOrTime;
    this.guard(() => this.pushEvent(name, attributes, given));
    return this;
  }

  addLink(link: Link): this {
    if (this.isLate()) return this;
    this.guard(() => this.pushLink(link));
    return this;
  }

  addLinks(links: Link[]): this {
    if (!this.isLate()) this.addGivenLinks(links);
    return this;
  }

  /** As {@link addLinks}, for what need be no links. */
  addGivenLinks(links: unknown): void {
    this.guard(() => {
      // An iterator of the application's need not end.
      if (!Array.isArray(links)) throw new TypeError("links are an array");
      for (const link of links) this.guard(() => this.pushLink(link));
    });
  }

  setStatus(status: SpanStatus): this {
    if (this.isLate()) return this;
    this.guard(() => this.replaceStatus(status));
    return this;
  }

  updateName(name: string): this {
    if (!this.isLate()) this.name = toText(name);
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    if (this.isLate()) return;
    knownErrors().noteWrapped(exception);
    const attributes = exceptionAttributes(exception);
    if (
      attributes["exception.type"] === undefined &&
      attributes["exception.message"] === undefined
    ) {
      warn("An exception has not been recorded: it has neither a name nor a message.");
      return;
    }
    this.addEvent("exception", attributes, time);
  }

  isRecording(): boolean {
    return !this.ended;
  }

  end(endTime?: TimeInput): void {
    if (this.ended || this.isEnding) {
      fail(`The span "${this.name}" has been ended before; only the first end() counts.`);
      return;
    }
    this.isEnding = true;
    this.setEnd(endTime);
    this.onEnd.ending(this);
    this.ended = true;
    this.onEnd.ended(this);
  }

  getAttribute(key: string): unknown {
    return readAttribute(this, key);
  }

  replaceAttribute(key: string, value: unknown): void {
    if (value === undefined) deleteAttribute(this, key);
    else putAttribute(this, this.limits, key, value);
  }

  removeAttribute(key: string): void {
    deleteAttribute(this, key);
  }

  attributeKeys(): readonly string[] {
    if (this.attributeObject !== undefined) return Object.keys(this.attributeObject);
    return this.attributeList.filter((_, at) => at % 2 === 0).map(String);
  }

  rewriteAttributes(rewrite: RewriteAttribute): void {
    rewriteAttributes(this, rewrite);
  }

  private isLate(): boolean {
    if (!this.ended) return false;
    warn(`The span "${this.name}" has ended: what is done to it now is ignored.`);
    return true;
  }

  /** Runs code that reads what the application gave; what throws is lost alone. */
  private guard(body: () => void): void {
    try {
      body();
    } catch (error) {
      this.repairs += 1;
      warn(`A part of the span "${this.name}" could not be read and is left out.`, error);
    }
  }

  private pushEvent(name: unknown, attributes: unknown, time: unknown): void {
    const { eventCountLimit } = this.limits;
    const at = time === undefined ? now(this.clock) : readTime(time, this.clock);
    if (at === undefined) this.repairs += 1;
    const made = createEvent({ name, time: at ?? now(this.clock), attributes }, this.limits);
    this.repairs += made.repairs;
    this.droppedEventsCount += pushBounded((this.eventList ??= []), made.part, eventCountLimit);
  }

  private pushLink(link: unknown): void {
    const made = createLink(link, this.limits);
    if (made === undefined) {
      this.repairs += 1;
      this.droppedLinksCount += 1;
      return;
    }
    this.repairs += made.repairs;
    this.droppedLinksCount += pushBounded(
      (this.linkList ??= []),
      made.part,
      this.limits.linkCountLimit,
    );
  }

  /** OK is final, UNSET is ignored, and only ERROR has a description. */
  private replaceStatus({ code, message }: SpanStatus): void {
    if (code !== SpanStatusCode.OK && code !== SpanStatusCode.ERROR) return;
    if (this.spanStatus.code === SpanStatusCode.OK) return;
    const described = code === SpanStatusCode.ERROR && typeof message === "string";
    this.spanStatus = described ? { code, message } : { code };
  }

  private setEnd(given: TimeInput | undefined): void {
    const end = given === undefined ? now(this.clock) : readTime(given, this.clock);
    if (end === undefined) this.repairs += 1;
    this.endTime = end ?? now(this.clock);
    if (this.duration[0] >= 0) return;
    warn(`The span "${this.name}" ends before it starts: its duration is set to 0.`);
    this.endTime = [this.startTime[0], this.startTime[1]];
  }
}

/** Keeps the newest `limit` entries, as upstream does; gives how many fell out. */
function pushBounded<T extends Link | TimedEvent>(list: T[], entry: T, limit: number): number {
  if (limit <= 0) return 1;
  list.push(entry);
  if (list.length <= limit) return 0;
  list.shift();
  return 1;
}
