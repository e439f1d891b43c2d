const { Client } = require("@modelcontextprotocol/sdk/client/index.js");
const { McpServer } = require("@modelcontextprotocol/sdk/server/mcp.js");
const OpenAI = require("openai");

console.log(typeof Client, typeof McpServer, typeof OpenAI, typeof OpenAI.AzureOpenAI);
