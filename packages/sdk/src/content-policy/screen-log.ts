import {
  type Attributes,
  type Context,
  type HrTime,
  type SpanContext,
  trace,
} from "@opentelemetry/api";
import { isGenAiScope, marksGenAi } from "./genai-marks.ts";
import type { FailedBelow } from "./failed-below.ts";
import { rewriteRecord } from "../trace/attribute-list.ts";
import { screenBody } from "./screen-body.ts";
import { screenRecord } from "./screen-record.ts";
import type { Screen } from "./screen.ts";

/** What is looked at of a log record, and may be replaced. */
export interface ScreenedLog {
  readonly instrumentationScope: { readonly name: string };
  readonly eventName?: string | undefined;
  readonly spanContext?: SpanContext | undefined;
  attributes: Attributes;
  body?: unknown;
}

/** Applies the policy to a log record. Throws what the hook throws; then the record must not be sent as it is. */
export function screenLog(
  log: ScreenedLog,
  context: Context,
  { screen, failedBelow }: { readonly screen: Screen; readonly failedBelow: FailedBelow },
): void {
  const { attributes } = log;
  const isEvent = isGenAiEvent(log.eventName) || isGenAiEvent(attributes["event.name"]);
  const isGenAi = isEvent || isGenAiScope(log.instrumentationScope.name) || marks(attributes);
  const message = attributes["exception.message"];
  const quotes =
    isGenAi ||
    (tellsOfError(attributes) &&
      (failedBelow.has(log.spanContext, startTimeOf(context)) || isWithinGenAi(context)));
  const screened = screenRecord(attributes, screen, { isGenAi, isEvent, quotes });
  if (screened !== attributes) log.attributes = screened;
  const body = isEvent
    ? screenBody(log.body, screen)
    : cutBody(screenNames(log.body, screen, isGenAi), {
        message: quotes ? message : undefined,
        screened,
      });
  if (body !== log.body) log.body = body;
}

function isGenAiEvent(name: unknown): boolean {
  return typeof name === "string" && name.startsWith("gen_ai.");
}

function marks(attributes: Attributes): boolean {
  for (const key in attributes) if (marksGenAi(key)) return true;
  return false;
}

function tellsOfError(attributes: Attributes): boolean {
  return (
    "exception.message" in attributes ||
    "exception.stacktrace" in attributes ||
    "error.message" in attributes
  );
}

/** Of the active span; undefined for one that is not recorded. */
function startTimeOf(context: Context): HrTime | undefined {
  const span: unknown = trace.getSpan(context);
  const time: unknown =
    typeof span === "object" && span !== null ? Reflect.get(span, "startTime") : undefined;
  if (!Array.isArray(time)) return undefined;
  const [seconds, nanos]: unknown[] = time;
  return typeof seconds === "number" && typeof nanos === "number" ? [seconds, nanos] : undefined;
}

/** Whether the record is written while a GenAI span is active: the error comes from there. */
function isWithinGenAi(context: Context): boolean {
  const span: unknown = trace.getSpan(context);
  if (typeof span !== "object" || span === null) return false;
  const scope: unknown = Reflect.get(span, "instrumentationScope");
  const name: unknown =
    typeof scope === "object" && scope !== null ? Reflect.get(scope, "name") : "";
  return (typeof name === "string" && isGenAiScope(name)) || keysOf(span).some(marksGenAi);
}

function keysOf(span: object): readonly string[] {
  if ("attributeKeys" in span && typeof span.attributeKeys === "function") {
    const keys: unknown = span.attributeKeys();
    return Array.isArray(keys) ? keys : [];
  }
  const attributes: unknown = Reflect.get(span, "attributes");
  return typeof attributes === "object" && attributes !== null ? Object.keys(attributes) : [];
}

/** A structured body whose members have the names of contents. */
function screenNames(body: unknown, screen: Screen, isGenAi: boolean): unknown {
  if (typeof body !== "object" || body === null) return body;
  if (Array.isArray(body) || body instanceof Uint8Array) return body;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only its keys are relied on
  return rewriteRecord(body as Attributes, (key, value) => {
    const facts = screen.classify(key);
    return facts?.kind === undefined || (facts.onGenAiOnly && !isGenAi)
      ? value
      : screen.content(key, value, facts);
  });
}

/** Loggers say what the error says. */
function cutBody(
  body: unknown,
  { message, screened }: { message: unknown; screened: Attributes },
): unknown {
  if (typeof body !== "string" || typeof message !== "string" || message === "") return body;
  const kept = screened["exception.message"];
  if (kept === message || !body.includes(message)) return body;
  const words = typeof kept === "string" ? kept : screened["exception.type"];
  return body.replaceAll(message, () => (typeof words === "string" ? words : "_OTHER"));
}
