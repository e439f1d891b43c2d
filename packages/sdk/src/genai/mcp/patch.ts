import type { ModulePatch } from "../../instrument/libraries/module-patch.ts";
import { wrapMethod } from "../wrap-method.ts";
import { originalTransport, traceTransport } from "./trace-transport.ts";

/**
 * Records MCP requests and notifications of clients and servers, and carries the trace context in `params._meta`.
 * `Client`, `Server` and `McpServer` all connect through `Protocol`, whose file every one of them loads.
 */
export const mcpPatches: readonly ModulePatch[] = [
  {
    package: "@modelcontextprotocol/sdk",
    versions: [">=1.0.0 <2.0.0"],
    files: ["dist/esm", "dist/cjs", "dist"].map((folder) => `${folder}/shared/protocol.js`),
    patch: patchExports,
  },
  ...["@modelcontextprotocol/client", "@modelcontextprotocol/server"].map((name) => ({
    package: name,
    versions: [">=2.0.0 <3.0.0"],
    // Each has a copy of `Protocol` of its own, behind names that change with every release.
    files: ["dist/index.mjs", "dist/index.cjs"],
    patch: patchExports,
  })),
];

function patchExports(exports: unknown): unknown {
  if (typeof exports === "object" && exports !== null) patchProtocol(exports);
  return exports;
}

function patchProtocol(exports: object): void {
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
