import { guard, startMcpClient, startMcpServer } from "@agent-otel/semconv-genai";
import type { McpMessage, McpOperation } from "@agent-otel/semconv-genai";
import { context, trace } from "@opentelemetry/api";
import type { Fields } from "../fields.ts";
import { Lifetime } from "./lifetime.ts";
import {
  argumentsOf,
  describeMessage,
  failureOf,
  namedVersion,
  negotiatedVersion,
  readCancellation,
  readMessage,
} from "./messages.ts";
import type { Message } from "./messages.ts";
import { PendingRequests } from "./pending.ts";
import { extractContext, injectContext } from "./trace-context.ts";
import type { TransportInfo } from "./transport-info.ts";

type Outgoing = Extract<Message, { kind: "request" | "notification" }>;
type Answer = Extract<Message, { kind: "answer" }>;

/** The requests under way on one transport, in both directions: each side of MCP may ask the other. */
export class Session {
  readonly #info: TransportInfo;
  readonly #sent = new PendingRequests();
  readonly #received = new PendingRequests();
  readonly #lifetime: Lifetime;
  #protocolVersion: string | undefined;

  constructor(info: TransportInfo) {
    this.#info = info;
    this.#lifetime = new Lifetime(info);
  }

  /** Sends a message, inside a client span if it is a request; an answer ends the span of its request first. */
  send(raw: unknown, deliver: (message: unknown) => unknown): unknown {
    const message = readMessage(raw);
    if (message.kind === "answer") this.#answered(this.#received, message);
    if (message.kind !== "request" && message.kind !== "notification") return deliver(raw);
    const operation = guard(() => this.#startSending(message));
    if (operation === undefined) return deliver(raw);
    const traced = guard(() => injectContext(message.raw, operation.context, this.#info)) ?? raw;
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
    this.#sent.endAll("connection_closed");
    this.#received.endAll("connection_closed");
    this.#lifetime.end();
  }

  #startSending(message: Outgoing): McpOperation {
    const active = trace.getSpanContext(context.active());
    const inTrace = active !== undefined && trace.isSpanContextValid(active);
    if (message.method === INITIALIZE) this.#lifetime.begin("client");
    const operation = startMcpClient({
      ...this.#describe(message),
      server: this.#info.server,
      span: hasSpan(message, inTrace),
    });
    if (message.kind === "request") this.#sent.add(message.id, operation);
    else if (message.method === CANCELLED) cancel(this.#sent, message.raw);
    return operation;
  }

  #startReceiving(message: Outgoing): McpOperation {
    const { parent, links, known } = extractContext(message.raw, this.#info);
    if (message.method === INITIALIZE) this.#lifetime.begin("server");
    const operation = startMcpServer({
      ...this.#describe(message),
      parent,
      links,
      span: hasSpan(message, known),
    });
    if (message.kind === "request") this.#received.add(message.id, operation);
    else if (message.method === CANCELLED) cancel(this.#received, message.raw);
    return operation;
  }

  #describe(message: Outgoing): McpMessage {
    const { transport, carrier, sessionId } = this.#info;
    return {
      ...describeMessage(message),
      transport,
      carrier,
      sessionId: sessionId(),
      protocolVersion: namedVersion(message.raw) ?? this.#protocolVersion,
      arguments: () => argumentsOf(message),
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
    if (message.kind === "request" && this.#sent.has(message.id, operation)) {
      this.#sent.take(message.id);
    }
    operation.end(error ?? null);
  }

  #answered(pending: PendingRequests, { id, raw }: Answer): void {
    const operation = pending.take(id);
    if (operation === undefined) return;
    guard(() => {
      const version = negotiatedVersion(raw);
      if (version !== undefined) {
        this.#protocolVersion = version;
        this.#lifetime.negotiated(version);
        operation.protocolVersion(version);
      }
      operation.result(() => raw["result"]);
      const failure = failureOf(raw);
      if (failure !== undefined) operation.endWith(failure);
    });
    operation.end();
  }
}

const INITIALIZE = "initialize";
const CANCELLED = "notifications/cancelled";
/** Sent in numbers during one request: they are counted, but a span each would drown the trace. */
const FREQUENT = new Set(["notifications/progress", "notifications/message"]);

/** Requests have a span; what needs no answer has one only as part of a trace, so that it starts none. */
function hasSpan(message: Outgoing, inTrace: boolean): boolean {
  if (message.kind === "notification") return inTrace && !FREQUENT.has(message.method);
  return inTrace || message.method !== "ping";
}

function cancel(pending: PendingRequests, notification: Fields): void {
  const cancelled = readCancellation(notification);
  if (cancelled === undefined) return;
  pending.take(cancelled.id)?.endWith({ kind: "unanswered", word: cancelled.word });
}
