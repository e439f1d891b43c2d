import { EventEmitter } from "node:events";
import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";

import type { Context } from "@opentelemetry/api";

import type { EnterableContextManager } from "../../context/manager.ts";
import { type Attachment, createAttachment } from "../attachment.ts";
import { observeChannel } from "../channel.ts";
import { guarded } from "../guard.ts";
import { type Emit, emitInContext, replaceEmit } from "./http-emit.ts";
import type { StreamObserver } from "./http2-server.ts";
import { isUnobserved } from "../unobserved.ts";

const SCOPE = "@agent-otel/sdk/http-server";
const CHANNEL = "net.server.socket";

interface HookParts {
  readonly contextOf: (request: IncomingMessage) => Context;
  readonly streams: StreamObserver;
}

/**
 * Sees what no channel of HTTP tells: that a server hands a connection over (`upgrade`, `connect`), and streams of
 * HTTP/2, whose own channels Node 22 lacks. A server is found by its first connection and gets an `emit` of its own.
 *
 * @returns A function that ends it: servers keep their `emit`, which then does nothing more.
 */
export function hookServers(
  contextManager: EnterableContextManager,
  { contextOf, streams }: HookParts,
): () => void {
  let running = true;
  /** The `emit` of servers before ours. */
  const originals: Attachment<Emit> = createAttachment();
  const contextFor = guardedResult((name: unknown, first: unknown, second: unknown) => {
    if (name === "stream") return streams.begin(first, second);
    return isRequest(first) ? contextOf(first) : undefined;
  });
  function emitFromServer(this: Server, ...args: Parameters<Emit>): boolean {
    const emit = originals.get(this);
    if (emit === undefined) return EventEmitter.prototype.emit.apply(this, args);
    const [name, first, second] = args;
    if (!running || !HANDED_OVER.has(name) || isUnobserved(this)) return emit.apply(this, args);
    const context = contextFor(name, first, second);
    return context === undefined
      ? emit.apply(this, args)
      : emitInContext(contextManager, context, { emitter: this, emit, args });
  }
  const stop = observeChannel(CHANNEL, SCOPE, ({ socket }: { readonly socket: Socket }) => {
    const server: unknown = Reflect.get(socket, "server");
    if (!isHttpServer(server) || originals.get(server) !== undefined) return;
    // Called with `apply` only.
    // oxlint-disable-next-line typescript/unbound-method
    originals.set(server, server.emit);
    replaceEmit(server, emitFromServer);
  });
  return () => {
    running = false;
    stop();
  };
}

const HANDED_OVER: ReadonlySet<unknown> = new Set(["connect", "stream", "upgrade"]);

/** Of `node:http`, `node:https` or `node:http2`, which are no classes of each other. */
function isHttpServer(server: unknown): server is EventEmitter {
  return (
    server instanceof EventEmitter && ("requestTimeout" in server || "updateSettings" in server)
  );
}

function isRequest(value: unknown): value is IncomingMessage {
  // A request of HTTP/2 has been seen as a stream.
  return typeof value === "object" && value !== null && "headers" in value && !("stream" in value);
}

function guardedResult(
  body: (name: unknown, first: unknown, second: unknown) => Context | undefined,
): (name: unknown, first: unknown, second: unknown) => Context | undefined {
  const box: { context: Context | undefined } = { context: undefined };
  const run = guarded(SCOPE, (name: unknown, first: unknown, second: unknown) => {
    box.context = body(name, first, second);
  });
  return (name, first, second) => {
    box.context = undefined;
    run(name, first, second);
    return box.context;
  };
}
