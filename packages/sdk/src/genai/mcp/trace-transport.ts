import { guard } from "@agent-otel/semconv-genai";
import { isFields } from "../fields.ts";
import { Session } from "./session.ts";
import { whenCollected } from "../openai/when-collected.ts";
import { transportInfo } from "./transport-info.ts";

/**
 * A transport that does what the given one does, and tells a session about every message. A decorator, not new
 * methods on the object itself: the streamable HTTP server's `onmessage` is an accessor that hands on to another
 * object, and what is set on it would be called around our own code.
 *
 * @returns The same value when it is no transport, or traced already.
 */
export function traceTransport(transport: unknown): unknown {
  if (!isTransport(transport) || originals.has(transport)) return transport;
  return guard(() => decorate(transport)) ?? transport;
}

/** The transport that was decorated; any other value is returned as it is. */
export function originalTransport(value: unknown): unknown {
  return (isFields(value) ? originals.get(value) : undefined) ?? value;
}

/** What is used of a transport, of either side. */
interface Transport {
  send: (message: unknown, options?: unknown) => unknown;
}

const originals = new WeakMap<object, object>();

function isTransport(value: unknown): value is Transport & object {
  return isFields(value) && typeof value["send"] === "function" && "start" in value;
}

function decorate(transport: Transport & object): object {
  const session = new Session(transportInfo(transport));
  const send = (message: unknown, options?: unknown): unknown =>
    session.send(message, (traced) =>
      Reflect.apply(
        transport.send,
        transport,
        options === undefined ? [traced] : [traced, options],
      ),
    );
  // What was set last, to be read back as it was set.
  const callbacks = new Map<string | symbol, unknown>();
  const decorated = new Proxy(transport, {
    get(target, key) {
      if (key === "send") return send;
      if (callbacks.has(key)) return callbacks.get(key);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" && !UNBOUND.has(key) ? value.bind(target) : value;
    },
    set(target, key, value: unknown) {
      callbacks.delete(key);
      const observed = observe(session, key, value);
      if (observed !== undefined) callbacks.set(key, value);
      return Reflect.set(target, key, observed ?? value, target);
    },
  });
  originals.set(decorated, transport);
  // Whoever drops a connection without closing it does not hear of its answers either.
  whenCollected(transport, () => session.close());
  return decorated;
}

const UNBOUND: ReadonlySet<string | symbol> = new Set([
  "constructor",
  "onmessage",
  "onclose",
  "onerror",
]);

/** The callback with the session told first; undefined when nothing is to be told. */
function observe(session: Session, key: string | symbol, callback: unknown): unknown {
  if (typeof callback !== "function") return undefined;
  if (key === "onmessage") {
    return (message: unknown, extra?: unknown) =>
      session.receive(message, () => Reflect.apply(callback, undefined, [message, extra]));
  }
  if (key === "onclose") {
    return () => {
      session.close();
      return Reflect.apply(callback, undefined, []);
    };
  }
  return undefined;
}
