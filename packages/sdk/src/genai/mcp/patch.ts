import type { ModulePatch } from "../../instrument/libraries/module-patch.ts";
import { requireOwn } from "../../own-module.ts";

/**
 * Records MCP requests and notifications of clients and servers, and carries the trace context in `params._meta`.
 * `Client`, `Server` and `McpServer` all connect through `Protocol`, whose file every one of them loads.
 * What does it is loaded with the package.
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
  if (typeof exports !== "object" || exports === null) return exports;
  const work: typeof import("./patch-protocol.ts") = requireOwn(
    import.meta.url,
    "./patch-protocol",
  );
  work.patchProtocol(exports);
  return exports;
}
