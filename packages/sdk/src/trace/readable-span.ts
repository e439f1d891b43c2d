import { inspect } from "node:util";
import {
  type Attributes,
  type HrTime,
  type Link,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  SpanStatusCode,
  type TraceState,
} from "@opentelemetry/api";
import type { ReadableSpan, TimedEvent } from "@opentelemetry/sdk-trace";
import { type AttributeHolder, copyAttributes, shareAttributes } from "./attribute-list.ts";
import { type Clock, durationBetween } from "./clock.ts";
import { spanIdHex, traceIdHex } from "./id.ts";
import { type Identity, IdentifiedSpan, type Parent } from "./identified-span.ts";
import type { Scope } from "./scope.ts";
import type { SpanRecord } from "./span-record.ts";

/** What a recorded span is made of. */
export interface SpanSeed {
  readonly identity: Identity;
  readonly parent: Parent | undefined;
  readonly scope: Scope;
  readonly resource: () => ReadableSpan["resource"];
  readonly name: string;
  readonly kind: SpanKind;
  readonly clock: Clock;
  readonly startTime: HrTime;
}

/**
 * The data of a recorded span, and the view of it that upstream's processors and exporters expect: what they read is
 * built when they read it, and what they change is what is exported. Its fields are no `#private` ones, because some of
 * them wrap spans in proxies.
 */
export abstract class ReadableSpanView
  extends IdentifiedSpan
  implements SpanRecord, AttributeHolder, ReadableSpan
{
  readonly scope: Scope;
  name: string;
  readonly kind: SpanKind;
  readonly clock: Clock;
  readonly startTime: HrTime;
  endTime: HrTime;
  ended: boolean;
  attributeList: unknown[];
  attributeObject: Attributes | undefined;
  attributeIndex: Map<string, number> | undefined;
  bigIntegers: Map<string, bigint> | undefined;
  eventList: TimedEvent[] | undefined;
  linkList: Link[] | undefined;
  spanStatus: SpanStatus;
  droppedAttributesCount: number;
  droppedEventsCount: number;
  droppedLinksCount: number;
  repairs: number;
  readonly parentHigh: number;
  readonly parentLow: number;
  readonly parentIsRemote: boolean;
  /** True once a user's code may hold parts of the span, which it may change in any way. */
  isShared: boolean;
  private readonly parentFlags: number;
  private readonly parentState: TraceState | undefined;
  private readonly readResource: () => ReadableSpan["resource"];

  constructor({ identity, parent, scope, resource, name, kind, clock, startTime }: SpanSeed) {
    super(identity);
    this.scope = scope;
    this.name = name;
    this.kind = kind;
    this.clock = clock;
    this.startTime = startTime;
    this.endTime = NOT_ENDED;
    this.ended = false;
    this.attributeList = [];
    this.attributeObject = undefined;
    this.attributeIndex = undefined;
    this.bigIntegers = undefined;
    this.eventList = undefined;
    this.linkList = undefined;
    this.spanStatus = UNSET;
    this.droppedAttributesCount = 0;
    this.droppedEventsCount = 0;
    this.droppedLinksCount = 0;
    this.repairs = 0;
    this.isShared = false;
    this.readResource = resource;
    if (parent === undefined) {
      this.parentHigh = 0;
      this.parentLow = 0;
      this.parentIsRemote = false;
      this.parentFlags = 0;
      this.parentState = undefined;
    } else {
      this.parentHigh = parent.idHigh;
      this.parentLow = parent.idLow;
      this.parentIsRemote = parent.isRemote;
      this.parentFlags = parent.traceFlags;
      this.parentState = parent.traceState;
    }
  }

  get parentSpanContext(): SpanContext | undefined {
    if (this.parentHigh === 0 && this.parentLow === 0) return undefined;
    return {
      traceId: traceIdHex(this.trace),
      spanId: spanIdHex(this.parentHigh, this.parentLow),
      traceFlags: this.parentFlags,
      ...(this.parentIsRemote && { isRemote: true }),
      ...(this.parentState !== undefined && { traceState: this.parentState }),
    };
  }

  get attributes(): Attributes {
    this.isShared = true;
    return shareAttributes(this);
  }

  set attributes(attributes: Attributes) {
    this.isShared = true;
    shareAttributes(this);
    this.attributeObject = attributes;
  }

  get events(): TimedEvent[] {
    this.isShared = true;
    return (this.eventList ??= []);
  }

  set events(events: TimedEvent[]) {
    this.isShared = true;
    this.eventList = events;
  }

  get links(): Link[] {
    this.isShared = true;
    return (this.linkList ??= []);
  }

  set links(links: Link[]) {
    this.isShared = true;
    this.linkList = links;
  }

  get status(): SpanStatus {
    this.isShared = true;
    if (this.spanStatus === UNSET) this.spanStatus = { code: UNSET.code };
    return this.spanStatus;
  }

  set status(status: SpanStatus) {
    this.isShared = true;
    this.spanStatus = status;
  }

  /** As upstream has it: negative until the span has ended. */
  get duration(): HrTime {
    return this.endTime === NOT_ENDED ? [-1, -1] : durationBetween(this.startTime, this.endTime);
  }

  get instrumentationScope(): Scope {
    return this.scope;
  }

  get resource(): ReadableSpan["resource"] {
    return this.readResource();
  }
}

/** What `console.log` shows: the span as its type has it, without the machinery. */
Object.defineProperty(ReadableSpanView.prototype, inspect.custom, {
  value: function describe(this: ReadableSpanView): object {
    const { name, kind, parentSpanContext, startTime, endTime, duration, ended, scope } = this;
    return {
      name,
      kind,
      spanContext: this.spanContext(),
      parentSpanContext,
      startTime,
      endTime,
      duration,
      ended,
      status: this.spanStatus,
      attributes: copyAttributes(this),
      events: this.eventList ?? [],
      links: this.linkList ?? [],
      instrumentationScope: scope,
    };
  },
});

/** Shared by all spans until one is asked for it. */
const UNSET: SpanStatus = Object.freeze({ code: SpanStatusCode.UNSET });
const NOT_ENDED: HrTime = [0, 0];
