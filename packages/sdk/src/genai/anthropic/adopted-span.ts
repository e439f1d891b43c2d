import { INVALID_SPAN_CONTEXT, SpanStatusCode, trace } from "@opentelemetry/api";
import type {
  Attributes,
  AttributeValue,
  Context,
  Exception,
  Link,
  Span,
  SpanContext,
  SpanStatus,
  TimeInput,
} from "@opentelemetry/api";
import type { Operation } from "@agent-otel/semconv-genai";
import { genAiOptions } from "@agent-otel/semconv-genai";
import { text } from "../fields.ts";

/**
 * What the client takes for its own span: our operation's, on which it may add what is only its own, such as
 * `anthropic.request.id`. Names, what the operation records itself, contents and the status are ours.
 */
export class AdoptedSpan implements Span {
  readonly operation: Operation;
  readonly #span: Span | undefined;
  readonly #told: Told;
  #failed = false;
  #errorType: string | undefined;

  /** @param told Told of what the client records, and of its end. */
  constructor(operation: Operation, told: Told) {
    this.operation = operation;
    this.#span = trace.getSpan(operation.context);
    this.#told = told;
    dropped.register(this, told, this);
  }

  spanContext(): SpanContext {
    return this.#span?.spanContext() ?? INVALID_SPAN_CONTEXT;
  }

  isRecording(): boolean {
    return this.#span?.isRecording() === true;
  }

  setAttribute(key: string, value: AttributeValue): this {
    this.#told.attribute?.(key, value);
    if (key === "error.type") this.#errorType = text(value);
    // The client may go on a little after the operation has ended.
    else if (!isOurs(key) && this.isRecording()) this.#span?.setAttribute(key, value);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined) this.setAttribute(key, value);
    }
    return this;
  }

  setStatus({ code }: SpanStatus): this {
    this.#failed = code === SpanStatusCode.ERROR;
    return this;
  }

  end(): void {
    dropped.unregister(this);
    this.#told.end(this.#failed ? this.#errorType : undefined);
  }

  updateName(): this {
    return this;
  }

  addEvent(name: string, attributes?: Attributes | TimeInput, time?: TimeInput): this {
    this.#span?.addEvent(name, attributes, time);
    return this;
  }

  addLink(link: Link): this {
    this.#span?.addLink(link);
    return this;
  }

  addLinks(links: Link[]): this {
    this.#span?.addLinks(links);
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    this.#span?.recordException(exception, time);
  }
}

/** What happens with an {@link AdoptedSpan}. */
export interface Told {
  readonly attribute?: (key: string, value: AttributeValue) => void;
  /** The client ends its span, as failed with this word, or nobody can any more. Must not refer to the span. */
  readonly end: (failure?: string) => void;
}

/** In which context an operation begins: inside an adopted span it is that of the span's own operation. */
export function contextInside(active: Context): Context {
  const span = trace.getSpan(active);
  return span instanceof AdoptedSpan ? span.operation.context : active;
}

/** Spans of loops that nobody goes on with. */
const dropped = new FinalizationRegistry<Told>((told) => told.end());

/** What the client writes of what the operation writes itself, in the names of the operation's own version. */
function isOurs(key: string): boolean {
  if (TOOL_CONTENTS.has(key)) {
    const { capture } = genAiOptions();
    return capture !== "span" && capture !== "span_and_event";
  }
  // What the HTTP request is, its own span tells.
  return key.startsWith("gen_ai.") || key.startsWith("url.") || OURS.has(key);
}

const OURS: ReadonlySet<string> = new Set([
  "http.request.method",
  "http.route",
  "server.address",
  "server.port",
]);
/** Written only where the application has the client record contents; a second opinion is asked for here. */
const TOOL_CONTENTS: ReadonlySet<string> = new Set([
  "anthropic.tool_result.content",
  "gen_ai.tool.call.arguments",
]);
