import { wrapMethod } from "../wrap-method.ts";
import { originalTransport, traceTransport } from "./trace-transport.ts";

/** Has every connection of the package's `Protocol` use a traced transport. */
export function patchProtocol(exports: object): void {
  const protocol: unknown = Reflect.get(exports, "Protocol");
  if (typeof protocol !== "function") return;
  const prototype: unknown = protocol.prototype;
  wrapMethod(prototype, "connect", (_self, [transport, ...rest], original) =>
    original([traceTransport(transport), ...rest]),
  );
  restoreTransport(prototype);
}

/** `client.transport` stays the object that the application gave, not the one that wraps it. */
function restoreTransport(prototype: unknown): void {
  if (typeof prototype !== "object" || prototype === null) return;
  const property = Object.getOwnPropertyDescriptor(prototype, "transport");
  const read: unknown = property === undefined ? undefined : Reflect.get(property, "get");
  if (typeof read !== "function" || Object.hasOwn(read, RESTORED)) return;
  const get = function (this: unknown): unknown {
    return originalTransport(Reflect.apply(read, this, []));
  };
  Object.defineProperty(get, RESTORED, { value: true });
  Object.defineProperty(prototype, "transport", { ...property, get });
}

const RESTORED = Symbol.for("@agent-otel/sdk original transport");
