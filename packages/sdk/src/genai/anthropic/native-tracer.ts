import { guard, noteToolSpan, startExecuteTool, startInvokeAgent } from "@agent-otel/semconv-genai";
import type { ModelCall, Operation } from "@agent-otel/semconv-genai";
import { context, INVALID_SPAN_CONTEXT, propagation, trace } from "@opentelemetry/api";
import type { Attributes, Context, Span, SpanOptions, Tracer } from "@opentelemetry/api";
import { fields, isFields, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import { noteWhenLeft } from "../left-helpers.ts";
import { outboundContext } from "../outbound.ts";
import { wrapMethod } from "../wrap-method.ts";
import { AdoptedSpan, contextInside } from "./adopted-span.ts";
import { endpointOf } from "./endpoint.ts";
import { startMessage } from "./messages-api.ts";
import { NativeMessage } from "./native-message.ts";

/**
 * Has the client's own spans of messages, tool runners and tools be those of our operations. The client takes its tracer
 * from the global provider, by a name that it documents; a client with a provider of its own keeps its spans there.
 */
export function adoptNativeSpans(): void {
  wrapMethod(trace.getTracerProvider(), "getTracer", (_self, args, original) => {
    const tracer = original(args);
    const name = text(args[0]);
    return name !== undefined && NATIVE_SCOPE.test(name) && isTracer(tracer)
      ? new NativeTracer(tracer)
      : tracer;
  });
}

const NATIVE_SCOPE = /^com\.anthropic\.sdk\.typescript(?:\.|$)/;

/** The recorded call that the span of these request options belongs to: a helper of the client began both. */
export function messageOfSpan(options: unknown): NativeMessage | undefined {
  const span = fields(fields(options)["__span"])["span"];
  return span instanceof AdoptedSpan ? messages.get(span) : undefined;
}

const messages = new WeakMap<AdoptedSpan, NativeMessage>();

/** What stands for the client's span of a message while it sends the request. */
type Stand = NativeMessage | (() => ModelCall | undefined) | "none" | undefined;

/** Runs what sends a request; the client's span of it, if it makes one, is that of `stand`, or none. */
export function withNativeSpan<Result>(stand: Stand, run: () => Result): Result {
  const before = standing;
  standing = stand;
  try {
    return run();
  } finally {
    standing = before;
  }
}

/** The client begins its span at once and synchronously. */
let standing: Stand;

/** Runs a helper that begins the span of its request before it makes it with `create`. */
export function helperBegins(self: unknown, args: unknown[], run: () => unknown): unknown {
  const begin = (): ModelCall | undefined =>
    guard(() => startMessage(streamed(fields(args[0])), endpointOf(self)));
  const helper = withNativeSpan(begin, run);
  guard(() => noteWhenLeft(helper));
  return helper;
}

/** Not a copy: one of the fields may throw when it is read. */
function streamed(params: Fields): Fields {
  return new Proxy(params, {
    get: (target, key) => (key === "stream" ? true : Reflect.get(target, key)),
  });
}

/**
 * The context to send the request in. A client with spans of its own also writes the trace context on the request
 * itself, with all the baggage there is: what the host may not have is taken out before.
 */
export function sendingContext(call: ModelCall, self: unknown): Context {
  if (!hasNativeSpans(self)) return call.context;
  const { server } = endpointOf(self);
  if (server === undefined) return propagation.deleteBaggage(call.context);
  return outboundContext(call.context, server) ?? propagation.deleteBaggage(call.context);
}

/** Whether the client of a resource makes spans of its own. */
export function hasNativeSpans(self: unknown): boolean {
  return fields(fields(self)["_client"])["_tracer"] !== undefined;
}

function isTracer(value: unknown): value is Tracer {
  return isFields(value) && typeof value["startSpan"] === "function";
}

class NativeTracer implements Tracer {
  readonly #inner: Tracer;
  readonly startActiveSpan: Tracer["startActiveSpan"];

  constructor(inner: Tracer) {
    this.#inner = inner;
    this.startActiveSpan = inner.startActiveSpan.bind(inner);
  }

  startSpan(name: string, options: SpanOptions = {}, given: Context = context.active()): Span {
    const parent = contextInside(given);
    const adopted = guard(() => adopt(name, options.attributes ?? {}, parent));
    return adopted ?? this.#inner.startSpan(name, options, parent);
  }
}

/** Undefined for spans that stay the client's. */
function adopt(name: string, attributes: Attributes, parent: Context): Span | undefined {
  if (name === "anthropic.messages.create") return adoptMessage(parent);
  const begin =
    name === "anthropic.messages.tool_runner"
      ? (): Operation => startRunner(attributes)
      : TOOL_USE.test(name)
        ? (): Operation => startTool(attributes)
        : undefined;
  if (begin === undefined) return undefined;
  const operation = context.with(parent, begin);
  // A failure is told by its word, as if it were the name of an error.
  const end = (failure?: string): void =>
    operation.end(failure === undefined ? undefined : { name: failure });
  const span = new AdoptedSpan(operation, { end });
  const tool = text(attributes["gen_ai.tool.name"]);
  if (tool !== undefined) noteToolSpan(span, tool);
  return span;
}

const TOOL_USE = /^anthropic\.(?:custom_|mcp_)?tool_use /;

function adoptMessage(parent: Context): Span | undefined {
  if (standing === "none") {
    return trace.wrapSpanContext(trace.getSpanContext(parent) ?? INVALID_SPAN_CONTEXT);
  }
  const call = typeof standing === "function" ? context.with(parent, standing) : standing;
  if (call === undefined) return undefined;
  const message = call instanceof NativeMessage ? call : new NativeMessage(call);
  const span = new AdoptedSpan(message, message.told);
  messages.set(span, message);
  return span;
}

function startRunner(attributes: Attributes): Operation {
  return startInvokeAgent({
    name: undefined,
    model: text(attributes["gen_ai.request.model"]),
    provider: text(attributes["gen_ai.provider.name"]),
    conversationId: text(attributes["gen_ai.conversation.id"]),
  });
}

function startTool(attributes: Attributes): Operation {
  return startExecuteTool({
    name: text(attributes["gen_ai.tool.name"]) ?? "unknown",
    callId: text(attributes["gen_ai.tool.call.id"]),
    type: "function",
    description: text(attributes["gen_ai.tool.description"]),
  });
}
