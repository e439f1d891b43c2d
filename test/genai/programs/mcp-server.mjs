// An MCP server over stdio. Arguments: the release, and how it is loaded.
import { loadMcp } from "./mcp-load.mjs";
import { createServer } from "./mcp-tools.mjs";

const [, , name, format] = process.argv;
const mcp = await loadMcp(name, format);
await createServer(mcp).connect(new mcp.StdioServerTransport());
