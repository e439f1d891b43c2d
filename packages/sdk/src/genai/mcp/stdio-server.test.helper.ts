import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import * as protocol from "@modelcontextprotocol/sdk/shared/protocol.js";
import { registerTestTelemetry } from "../telemetry.test.helper.ts";
import { mcpPatches } from "./patch.ts";
import { createTestServer } from "./server.test.helper.ts";

/* Run as a process of its own: an instrumented MCP server over stdio. */
registerTestTelemetry();
for (const patch of mcpPatches) patch.patch(protocol, "1.32.2");
await createTestServer().connect(new StdioServerTransport());
