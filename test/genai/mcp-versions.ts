const second = "@modelcontextprotocol/client+@modelcontextprotocol/server";

/** The releases of the MCP SDK that are run, as they are installed here, and the ways to load them. */
export const mcpRuns = [
  // ES modules alone, and no transport over HTTP but the old one.
  { name: "mcp-1.0", format: "esm", http: false },
  { name: "mcp-1.12", format: "esm", http: true },
  { name: "mcp-1.12", format: "cjs", http: true },
  { name: "mcp-1.20", format: "cjs", http: true },
  { name: "mcp-1.25", format: "esm", http: true },
  { name: "@modelcontextprotocol/sdk", format: "esm", http: true },
  { name: "@modelcontextprotocol/sdk", format: "cjs", http: true },
  { name: "mcp-client-2.0+mcp-server-2.0", format: "esm", http: true },
  { name: second, format: "esm", http: true },
  { name: second, format: "cjs", http: true },
] as const;
