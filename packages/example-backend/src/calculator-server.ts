/** The calculator as a process of its own: MCP over standard input and output. The backend starts it. */
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { createCalculatorServer } from "./calculator/server.ts";
import { liveWithParent } from "./process/live-with-parent.ts";

const server = createCalculatorServer();
liveWithParent(() => {
  server.close().catch((error: unknown) => {
    console.error("calculator: could not close", error);
    process.exitCode = 1;
  });
});
await server.connect(new StdioServerTransport());
