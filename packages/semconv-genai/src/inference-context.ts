import { createContextKey } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";

/** A kind of call to a model that is recorded once, however many layers of libraries it goes through. */
export type ModelCallKind = "inference" | "embeddings";

/**
 * Whether a call to a model of this kind is being recorded around this context. An instrumentation of a client then
 * leaves its own call unrecorded: a framework around it has begun the span of the same call. What an agent, a tool or
 * any other operation does inside a call is not the same call any more.
 *
 * @param kind What the instrumentation would record. @default "inference"
 */
export function isInsideInference(context: Context, kind: ModelCallKind = "inference"): boolean {
  return context.getValue(KEY) === kind;
}

/** A context inside a call to a model, or, without a kind, inside something else than that call. */
export function setModelCall(context: Context, kind: ModelCallKind | undefined): Context {
  return context.getValue(KEY) === kind ? context : context.setValue(KEY, kind);
}

const KEY = /* @__PURE__ */ createContextKey("@agent-otel/semconv-genai model call");
