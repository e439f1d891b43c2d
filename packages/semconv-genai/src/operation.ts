import { context, diag, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Attributes, Context, Link, Span, SpanKind } from "@opentelemetry/api";
import { ATTR_ERROR_TYPE } from "./attributes.ts";
import { errorType } from "./error-type.ts";
import type { HistogramDefinition } from "./metrics.ts";
import { getHistogram, getTracer } from "./scope.ts";

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
  readonly name: string;
  readonly kind: SpanKind;
  /** Attributes known at the start; undefined ones are left out. */
  readonly attributes: AttributeRecord;
  /** Metric of the time from start to end. */
  readonly duration: HistogramDefinition;
  /** @default the active context */
  readonly parent?: Context | undefined;
  readonly links?: readonly Link[] | undefined;
  /** False records metrics only. @default true */
  readonly span?: boolean | undefined;
}

/** Attributes of which some may be absent. */
export type AttributeRecord = Record<string, string | number | boolean | string[] | undefined>;

/** Begins an operation: the span starts now, with name, kind and attributes a sampler can see. */
export function startOperation(start: OperationStart): OperationHandle {
  return new OperationHandle(start);
}

/** State of one running operation, on which each kind of operation builds. */
export class OperationHandle implements Operation {
  readonly context: Context;
  readonly #span: Span | undefined;
  readonly #duration: HistogramDefinition;
  /** What metrics pick from: the start attributes, later ones added. */
  readonly #known: AttributeRecord;
  readonly #startedAt = performance.now();
  #ended = false;

  constructor(start: OperationStart) {
    const parent = start.parent ?? context.active();
    this.#duration = start.duration;
    this.#known = { ...start.attributes };
    this.#span = start.span === false ? undefined : guard(() => startSpan(start, parent));
    this.context = this.#span === undefined ? parent : trace.setSpan(parent, this.#span);
  }

  /** Whether {@link end} was called. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Seconds since the start. */
  elapsed(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  /** Adds attributes to the span, and to those metrics that allow them. */
  set(attributes: AttributeRecord): void {
    if (this.#ended) return;
    Object.assign(this.#known, defined(attributes));
    if (this.#span?.isRecording() !== true) return;
    const span = this.#span;
    guard(() => span.setAttributes(defined(attributes)));
  }

  /** Replaces an attribute for the metrics only. */
  setForMetrics(attributes: AttributeRecord): void {
    Object.assign(this.#known, attributes);
  }

  /** Records a value with the attributes that its metric allows. */
  record(metric: HistogramDefinition, value: number, extra?: AttributeRecord): void {
    guard(() => {
      const attributes = pick(metric.attributes, { ...this.#known, ...extra });
      getHistogram(metric).record(value, attributes, this.context);
    });
  }

  end(error?: unknown): void {
    this.endAs(error === undefined ? undefined : errorType(error));
  }

  /** Ends with a known `error.type`, or as a success. */
  endAs(type: string | undefined): void {
    if (this.#ended) return;
    if (type !== undefined) this.set({ [ATTR_ERROR_TYPE]: type });
    this.#ended = true;
    this.record(this.#duration, this.elapsed());
    const span = this.#span;
    if (span === undefined) return;
    guard(() => {
      if (type !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: type });
      span.end();
    });
  }
}

/** Runs telemetry code; a failure in it is reported through `diag` and never reaches the application. */
export function guard<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    diag.error("GenAI telemetry failed", error);
    return undefined;
  }
}

function startSpan(start: OperationStart, parent: Context): Span {
  const options = { kind: start.kind, attributes: defined(start.attributes) };
  const links = start.links;
  return getTracer().startSpan(
    start.name,
    links === undefined ? options : { ...options, links: [...links] },
    parent,
  );
}

function defined(attributes: AttributeRecord): Attributes {
  const result: Attributes = {};
  for (const key in attributes) {
    const value = attributes[key];
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function pick(allowed: readonly string[], from: AttributeRecord): Attributes {
  const result: Attributes = {};
  for (const key of allowed) {
    const value = from[key];
    if (value !== undefined) result[key] = value;
  }
  return result;
}
