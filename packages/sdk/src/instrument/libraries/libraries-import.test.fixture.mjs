import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import OpenAI, { AzureOpenAI } from "openai";

console.log(typeof Client, typeof McpServer, typeof OpenAI, typeof AzureOpenAI);
