import { context, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Context, Link, Span } from "@opentelemetry/api";
import { callObserver, getAgentContext } from "../agent-context.ts";
import type { CallKind, CallObserver } from "../agent-context.ts";
import { inVersion } from "../attribute-record.ts";
import type { AttributeRecord } from "../attribute-record.ts";
import type { ContentKind } from "../content/kinds.ts";
import type { SpanDefinition, SpanKindName } from "../definitions.ts";
import { errorType } from "../error-type.ts";
import { tellOfFailure } from "../failed-calls.ts";
import { guard } from "../guard.ts";
import { setModelCall } from "../inference-context.ts";
import type { ModelCallKind } from "../inference-context.ts";
import { genAiOptions } from "../options.ts";
import { recordChoice } from "../record-metric.ts";
import type { MetricChoice } from "../record-metric.ts";
import { getTracer, isMetered } from "../scope.ts";
import { buildSpan } from "../span-builder.ts";
import { recordContent } from "./record-content.ts";
import { sortAttributes } from "./sort-attributes.ts";

/** One thing that happens, seen as a span and as metrics. Nothing of it throws. */
export interface Operation {
  /** The context in which the work is to run, so that its own spans become children. */
  readonly context: Context;
  /**
   * Ends the span and records the metrics; only the first call counts.
   *
   * @param error What was thrown, if anything. Its class is recorded, never its message.
   */
  end(error?: unknown): void;
}

/** How an operation begins. */
export interface OperationStart {
  readonly definition: SpanDefinition;
  /**
   * Attributes known at the start, in the names of `latest`. Only asked for where somebody listens. Contents among them
   * are recorded only where contents are captured.
   */
  readonly attributes: () => AttributeRecord;
  /** `internal` where this process does the work itself. @default the first kind of the definition */
  readonly kind?: SpanKindName | undefined;
  /** Metric of the time from start to end. @default none */
  readonly duration?: MetricChoice | undefined;
  /** @default the active context */
  readonly parent?: Context | undefined;
  readonly links?: readonly Link[] | undefined;
  /** False records metrics only. @default true */
  readonly span?: boolean | undefined;
  /** A span around the operation that traces the same work: it takes the attributes, and there is no second one. */
  readonly onto?: Span | undefined;
  /** Ends the operation as failed when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** Whether an event will want the attributes. @default false */
  readonly event?: boolean | undefined;
  /** What instrumentations of clients need not record again inside the operation. @default nothing */
  readonly modelCall?: ModelCallKind | undefined;
  /** What the operation is to the agent run around it. @default nothing that the run hears of */
  readonly call?: CallKind | undefined;
}

/** Begins an operation: the span starts now, with name, kind and attributes a sampler can see. */
export function startOperation(start: OperationStart): OperationHandle {
  return new OperationHandle(start);
}

/** State of one running operation, on which each kind of operation builds. */
export class OperationHandle implements Operation {
  readonly context: Context;
  /** What the operation was ended with. */
  thrown: unknown;
  readonly #span: Span | undefined;
  /** Whether the end of the operation ends the span. */
  readonly #endsSpan: boolean;
  readonly #duration: MetricChoice | undefined;
  /** What metrics and events pick from: the start attributes, later ones added; undefined where nobody listens. */
  readonly #known: Record<string, unknown> | undefined;
  readonly #startedAt: number;
  readonly #event: boolean;
  readonly #call: CallKind | undefined;
  /** Who was told of the beginning. */
  readonly #observer: CallObserver | undefined;
  #overrides: AttributeRecord | undefined;
  readonly #beforeEnd: (() => void)[] = [];
  #failure: string | undefined;
  #ended = false;

  constructor(start: OperationStart) {
    const parent = start.parent ?? context.active();
    const tracer = start.span === false ? undefined : guard(getTracer);
    this.#endsSpan = start.onto === undefined;
    const wanted = tracer !== undefined || start.event === true || guard(isMetered) === true;
    this.#duration = start.duration;
    this.#event = start.event === true;
    this.#startedAt = wanted ? performance.now() : 0;
    const given = wanted ? guard(() => sortAttributes(start.attributes())) : undefined;
    this.#known = wanted ? { ...conversationOf(parent), ...given?.plain } : undefined;
    this.#span = guard(() => {
      if (tracer === undefined) return undefined;
      if (start.onto !== undefined) return describeOnto(start.onto, this.#known ?? {});
      const { name, ...options } = buildSpan(start.definition, this.#known ?? {}, start);
      const links = start.links === undefined ? {} : { links: [...start.links] };
      return tracer.startSpan(name, { ...options, ...links }, parent);
    });
    const inside = this.#span === undefined ? parent : trace.setSpan(parent, this.#span);
    this.context = wanted ? setModelCall(inside, start.modelCall) : inside;
    for (const [kind, read] of given?.contents ?? []) this.content(kind, read);
    this.#call = start.call;
    this.#observer = wanted && start.call !== undefined ? callObserver(parent) : undefined;
    this.#tell((observer, call) => observer.began(call));
    this.#endOnAbort(start.signal);
  }

  /** Whether {@link end} was called. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether anything of the operation will be recorded. */
  get wanted(): boolean {
    return this.#known !== undefined && !this.#ended;
  }

  /** All attributes so far. */
  get known(): AttributeRecord {
    return this.#known ?? {};
  }

  /** Seconds since the start. */
  elapsed(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  /**
   * Adds attributes to the span, and to those metrics that allow them; contents among them only where contents are
   * captured.
   */
  set(attributes: AttributeRecord): void {
    if (this.#ended || this.#known === undefined) return;
    const known = this.#known;
    guard(() => {
      const { plain, contents } = sortAttributes(attributes);
      Object.assign(known, plain);
      for (const [kind, read] of contents) this.content(kind, read);
      const span = this.#span;
      if (span?.isRecording() !== true) return;
      span.setAttributes(inVersion(plain, genAiOptions().version));
    });
  }

  /** Replaces attributes for the metrics only. */
  setForMetrics(attributes: AttributeRecord): void {
    this.#overrides = attributes;
  }

  /** Has something done when the operation ends, whatever ends it, while it still takes attributes. */
  beforeEnd(action: () => void): void {
    this.#beforeEnd.push(action);
  }

  /** Makes a failure of an end that is not told one. */
  failAs(type: string): void {
    this.#failure = type;
  }

  /** Records a content on the span where that is asked for; `read` is called only then, and for an event. */
  content(kind: ContentKind, read: (() => unknown) | undefined): void {
    if (read === undefined || !this.wanted) return;
    recordContent(kind, read, { span: this.#span, event: this.#event ? this.#known : undefined });
  }

  /** Records a value with the attributes that its metric allows. */
  record(choice: MetricChoice, value: number, extra?: AttributeRecord): void {
    this.recordAll(choice, [value], extra);
  }

  /** {@link record} for several values. */
  recordAll(choice: MetricChoice, values: readonly number[], extra?: AttributeRecord): void {
    const known = this.#known;
    if (known === undefined) return;
    const layers = [extra, this.#overrides, known].filter((layer) => layer !== undefined);
    guard(() => recordChoice(choice, values, layers, this.context));
  }

  end(error?: unknown): void {
    if (!this.#ended) {
      this.thrown = error;
      if (error !== undefined) guard(() => tellOfFailure(error));
    }
    this.endAs(error === undefined ? undefined : errorType(error));
  }

  /** Ends with a known `error.type`, or as a success. */
  endAs(type: string | undefined): void {
    if (this.#ended) return;
    const failure = type ?? this.#failure;
    if (failure !== undefined) this.set({ "error.type": failure });
    for (const action of this.#beforeEnd) guard(action);
    this.#ended = true;
    this.#tell((observer, call) => observer.ended(call, this.#known ?? {}));
    if (this.#duration !== undefined) this.record(this.#duration, this.elapsed());
    const span = this.#span;
    if (span === undefined) return;
    guard(() => {
      if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
      if (this.#endsSpan) span.end();
    });
  }

  #tell(what: (observer: CallObserver, call: CallKind) => void): void {
    const observer = this.#observer;
    const call = this.#call;
    if (observer !== undefined && call !== undefined) guard(() => what(observer, call));
  }

  #endOnAbort(signal: AbortSignal | undefined): void {
    if (signal === undefined || !this.wanted) return;
    guard(() => {
      const aborted = (): void => this.end(signal.reason ?? null);
      if (signal.aborted) return aborted();
      signal.addEventListener("abort", aborted, { once: true });
      return this.beforeEnd(() => signal.removeEventListener("abort", aborted));
    });
  }
}

function describeOnto(span: Span, attributes: AttributeRecord): Span {
  return span.setAttributes(inVersion(attributes, genAiOptions().version));
}

/** Every operation inside a conversation carries its id, also where the conventions do not ask for it. */
function conversationOf(parent: Context): AttributeRecord | undefined {
  const { conversationId } = getAgentContext(parent);
  return conversationId === undefined ? undefined : { "gen_ai.conversation.id": conversationId };
}
