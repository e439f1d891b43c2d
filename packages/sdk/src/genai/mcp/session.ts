import { guard, startMcpClient, startMcpServer } from "@agent-otel/semconv-genai";
import type { McpMessage, McpOperation } from "@agent-otel/semconv-genai";
import { context, trace } from "@opentelemetry/api";
import { fields, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import { describeMessage, failureOf, readCancellation, readMessage } from "./messages.ts";
import type { Message, RequestId } from "./messages.ts";
import { extractContext, injectContext } from "./trace-context.ts";
import type { TransportInfo } from "./transport-info.ts";

type Outgoing = Extract<Message, { kind: "request" | "notification" }>;

/** The requests under way on one transport, in both directions: each side of MCP may ask the other. */
export class Session {
  readonly #info: TransportInfo;
  readonly #sent = new Map<RequestId, McpOperation>();
  readonly #received = new Map<RequestId, McpOperation>();
  #protocolVersion: string | undefined;

  constructor(info: TransportInfo) {
    this.#info = info;
  }

  /** Sends a message, inside a client span if it is a request; an answer ends the span of its request first. */
  send(raw: unknown, deliver: (message: unknown) => unknown): unknown {
    const message = readMessage(raw);
    if (message.kind === "answer") this.#answered(this.#received, message);
    if (message.kind !== "request" && message.kind !== "notification") return deliver(raw);
    const operation = guard(() => this.#startSending(message));
    if (operation === undefined) return deliver(raw);
    const traced = guard(() => injectContext(message.raw, operation.context)) ?? raw;
    try {
      const sent = context.with(operation.context, () => deliver(traced));
      return this.#settle(sent, operation, message);
    } catch (error) {
      this.#drop(operation, message, error);
      throw error;
    }
  }

  /** Takes a message in: a request or notification is handled inside a server span. */
  receive(raw: unknown, handle: () => unknown): unknown {
    const message = readMessage(raw);
    if (message.kind === "answer") this.#answered(this.#sent, message);
    if (message.kind !== "request" && message.kind !== "notification") return handle();
    const operation = guard(() => this.#startReceiving(message));
    if (operation === undefined) return handle();
    try {
      return context.with(operation.context, handle);
    } finally {
      // A notification has no answer; a request ends when its answer is sent.
      if (message.kind === "notification") operation.end();
    }
  }

  /** The connection is gone: whatever waits for an answer ends as failed. */
  close(): void {
    for (const pending of [this.#sent, this.#received]) {
      for (const operation of pending.values()) {
        operation.endWith({ kind: "unanswered", word: "connection_closed" });
      }
      pending.clear();
    }
  }

  #startSending(message: Outgoing): McpOperation {
    const active = trace.getSpanContext(context.active());
    const inTrace = active !== undefined && trace.isSpanContextValid(active);
    const operation = startMcpClient({
      ...this.#describe(message),
      server: this.#info.server,
      span: hasSpan(message, inTrace),
    });
    if (message.kind === "request") replace(this.#sent, message.id, operation);
    else if (message.method === CANCELLED) this.#cancelled(this.#sent, message.raw);
    return operation;
  }

  #startReceiving(message: Outgoing): McpOperation {
    const { parent, links, known } = extractContext(message.raw);
    const operation = startMcpServer({
      ...this.#describe(message),
      parent,
      links,
      span: hasSpan(message, known),
    });
    if (message.kind === "request") replace(this.#received, message.id, operation);
    else if (message.method === CANCELLED) this.#cancelled(this.#received, message.raw);
    return operation;
  }

  #describe(message: Outgoing): McpMessage {
    const { transport, carrier, sessionId } = this.#info;
    return {
      ...describeMessage(message),
      transport,
      carrier,
      sessionId: sessionId(),
      protocolVersion: this.#protocolVersion,
    };
  }

  #settle(sent: unknown, operation: McpOperation, message: Outgoing): unknown {
    if (!(sent instanceof Promise)) {
      if (message.kind === "notification") operation.end();
      return sent;
    }
    return sent.then(
      (value: unknown) => {
        if (message.kind === "notification") operation.end();
        return value;
      },
      (error: unknown) => {
        this.#drop(operation, message, error);
        throw error;
      },
    );
  }

  #drop(operation: McpOperation, message: Outgoing, error: unknown): void {
    if (message.kind === "request" && this.#sent.get(message.id) === operation) {
      this.#sent.delete(message.id);
    }
    operation.end(error ?? null);
  }

  #answered(pending: Map<RequestId, McpOperation>, answer: { id: RequestId; raw: Fields }): void {
    const operation = take(pending, answer.id);
    if (operation === undefined) return;
    guard(() => {
      const version = text(fields(answer.raw["result"])["protocolVersion"]);
      if (version !== undefined) {
        this.#protocolVersion = version;
        operation.protocolVersion(version);
      }
      const failure = failureOf(answer.raw);
      if (failure !== undefined) operation.endWith(failure);
    });
    operation.end();
  }

  #cancelled(pending: Map<RequestId, McpOperation>, notification: Fields): void {
    const cancelled = readCancellation(notification);
    if (cancelled === undefined) return;
    take(pending, cancelled.id)?.endWith({ kind: "unanswered", word: cancelled.word });
  }
}

const CANCELLED = "notifications/cancelled";
/** Sent in numbers during one request: they are counted, but a span each would drown the trace. */
const FREQUENT = new Set(["notifications/progress", "notifications/message"]);

/** Requests have a span; what needs no answer has one only as part of a trace, so that it starts none. */
function hasSpan(message: Outgoing, inTrace: boolean): boolean {
  if (message.kind === "notification") return inTrace && !FREQUENT.has(message.method);
  return inTrace || message.method !== "ping";
}

/** A peer that uses an id again before its answer gives up the first request. */
function replace(
  pending: Map<RequestId, McpOperation>,
  id: RequestId,
  operation: McpOperation,
): void {
  pending.get(id)?.endWith({ kind: "unanswered", word: "cancelled" });
  pending.set(id, operation);
}

function take(pending: Map<RequestId, McpOperation>, id: RequestId): McpOperation | undefined {
  // The SDK numbers its requests and takes the number back as text too.
  const key = pending.has(id) ? id : Number(id);
  const operation = pending.get(key);
  pending.delete(key);
  return operation;
}
