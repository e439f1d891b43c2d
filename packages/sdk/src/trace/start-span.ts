import { type Context, type Span, SpanKind, type SpanOptions, trace } from "@opentelemetry/api";
import type { ReadableSpan, Sampler } from "@opentelemetry/sdk-trace";
import { isTracingSuppressed } from "../instrument/suppression.ts";
import { copyAttributes, putAttributes } from "./attribute-list.ts";
import { readRaw } from "./clean-attributes.ts";
import { atMonotonic, type Clock, clockAt, readTime } from "./clock.ts";
import type { IdSource } from "./id-source.ts";
import { type TraceId, traceIdHex } from "./id.ts";
import { createUnrecordedSpan, type Identity, type Parent, readParent } from "./identified-span.ts";
import type { SpanLimits } from "./limits.ts";
import type { Processors } from "./processors.ts";
import { BuiltInSampler } from "./samplers.ts";
import { warn } from "./quiet-diag.ts";
import { ask, NOT_RECORD, RECORD_AND_SAMPLE } from "./sampling.ts";
import type { Scope } from "./scope.ts";
import { RecordedSpan, type SpanEnd } from "./span.ts";
import { toText } from "./span-parts.ts";
import { runStartHook } from "./start-hook.ts";

/** What the tracers of a provider share. */
export interface TracerParts {
  readonly sampler: Sampler;
  readonly limits: SpanLimits;
  readonly ids: IdSource;
  readonly processors: Processors;
  readonly resource: () => ReadableSpan["resource"];
  readonly onEnd: SpanEnd;
  /** False once the provider has been shut down. */
  isRunning: boolean;
  /** Spans started so far, recorded or not. */
  started: number;
  /** Of those, the recorded ones. */
  recorded: number;
}

/** The span to start. */
export interface SpanRequest {
  readonly scope: Scope;
  readonly name: string;
  readonly context: Context;
}

/**
 * Starts a span: recorded or not, as the sampler says; undefined when tracing is suppressed or shut down.
 * https://opentelemetry.io/docs/specs/otel/trace/sdk/#sdk-span-creation
 */
export function startSpan(
  request: SpanRequest,
  parts: TracerParts,
  given: SpanOptions,
): Span | undefined {
  if (!parts.isRunning || isTracingSuppressed(request.context)) return undefined;
  parts.started += 1;
  const options = readOptions(given);
  const parentSpan = options.isRoot ? undefined : trace.getSpan(request.context);
  const parent = readParent(parentSpan);
  const traceId = parent === undefined ? parts.ids.traceId() : parent.trace;
  const identity = createIdentity(traceId, parent, parts.ids);
  const { sampler } = parts;
  if (sampler instanceof BuiltInSampler) {
    identity.traceFlags = sampler.decide(parent, traceId) === RECORD_AND_SAMPLE ? SAMPLED : 0;
    if (identity.traceFlags === 0) return createUnrecordedSpan(identity);
  }
  const nowMs = performance.now();
  const clock = parentSpan instanceof RecordedSpan ? parentSpan.clock : clockAt(nowMs);
  const span = createSpan({ request, identity, parent, clock, nowMs }, parts, options);
  if (!(sampler instanceof BuiltInSampler) && !isChosen(span, request, options, parts)) {
    return createUnrecordedSpan(span);
  }
  parts.recorded += 1;
  runStartHook(span, request.context);
  if (!parts.processors.isEmpty) parts.processors.onStart(span, contextOf(request, options));
  return span;
}

const SAMPLED = 1;

/** The options, each read once: they may be accessors of the application's. */
interface GivenOptions {
  readonly isRoot: boolean;
  readonly kind: unknown;
  readonly startTime: unknown;
  readonly attributes: unknown;
  readonly links: unknown;
  /** Options that could not be read. */
  readonly repairs: number;
}

function readOptions(given: SpanOptions): GivenOptions {
  try {
    const { root, kind, startTime, attributes, links } = given;
    return { isRoot: root === true, kind, startTime, attributes, links, repairs: 0 };
  } catch (error) {
    warn("An option of a new span could not be read and is left out.", error);
    return readGoodOptions(given);
  }
}

function readGoodOptions(given: SpanOptions): GivenOptions {
  const reading = { repairs: 0 };
  const isRoot = readRaw(given, "root", reading) === true;
  const kind = readRaw(given, "kind", reading);
  const startTime = readRaw(given, "startTime", reading);
  const attributes = readRaw(given, "attributes", reading);
  const links = readRaw(given, "links", reading);
  return { isRoot, kind, startTime, attributes, links, repairs: reading.repairs };
}

function createIdentity(traceId: TraceId, parent: Parent | undefined, ids: IdSource): Identity {
  const { high, low } = ids.spanId();
  const traceState = parent?.traceState;
  return { trace: traceId, idHigh: high, idLow: low, traceFlags: 0, traceState };
}

interface NewSpan {
  readonly request: SpanRequest;
  readonly identity: Identity;
  readonly parent: Parent | undefined;
  readonly clock: Clock;
  readonly nowMs: number;
}

function createSpan(
  { request, identity, parent, clock, nowMs }: NewSpan,
  { limits, resource, onEnd }: TracerParts,
  { kind, startTime, attributes, links, repairs }: GivenOptions,
): RecordedSpan {
  const time = startTime === undefined ? undefined : readTime(startTime, clock);
  const seed = {
    identity,
    parent,
    scope: request.scope,
    resource,
    name: toText(request.name),
    kind: isKind(kind) ? kind : SpanKind.INTERNAL,
    clock,
    startTime: time ?? atMonotonic(nowMs, clock),
  };
  const span = new RecordedSpan(seed, limits, onEnd);
  span.repairs += repairs;
  if (startTime !== undefined && time === undefined) span.repairs += 1;
  if (attributes !== undefined) putAttributes(span, limits, attributes);
  if (links !== undefined) span.addGivenLinks(links);
  return span;
}

function isKind(kind: unknown): kind is SpanKind {
  return typeof kind === "number" && SpanKind[kind] !== undefined;
}

/** Asks a user's sampler, and gives the span what it says. */
function isChosen(
  span: RecordedSpan,
  request: SpanRequest,
  options: GivenOptions,
  { sampler, limits }: TracerParts,
): boolean {
  const { decision, attributes, traceState } = ask(sampler, {
    context: contextOf(request, options),
    traceId: traceIdHex(span.trace),
    name: span.name,
    kind: span.kind,
    attributes: copyAttributes(span),
    links: [...(span.linkList ?? [])],
  });
  if (traceState !== undefined) span.traceState = traceState;
  if (decision === NOT_RECORD) return false;
  if (decision === RECORD_AND_SAMPLE) span.traceFlags = SAMPLED;
  if (attributes !== undefined) putAttributes(span, limits, attributes);
  return true;
}

/** A root span has no parent in its context either. */
function contextOf({ context }: SpanRequest, { isRoot }: GivenOptions): Context {
  return isRoot ? trace.deleteSpan(context) : context;
}
