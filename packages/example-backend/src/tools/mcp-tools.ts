import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import type { CallToolResult, Tool } from "@modelcontextprotocol/sdk/types.js";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { Logger } from "pino";
import { ToolError, type AgentTool } from "./tool.ts";

/** The tools of an MCP server that runs as a child process of ours. */
export interface McpTools {
  readonly tools: readonly AgentTool[];
  /** Whether the child is there now. When it is not, the next call starts it again. */
  isConnected(): boolean;
  /** Ends the child; calls after that fail. */
  close(): Promise<void>;
}

export interface McpServerProcess {
  /** How logs and errors call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly logger: Logger;
}

/** A call that takes longer is given up; the model gets an error instead of an answer. */
const callTimeoutMs = 10_000;
/** Long enough for a child that is started on a busy machine. */
const connectTimeoutMs = 30_000;

type Connection =
  | { readonly state: "open"; readonly client: Promise<Client> }
  | { readonly state: "lost" }
  | { readonly state: "closed" };

/**
 * Starts an MCP server, asks it for its tools and offers each of them to the agent.
 *
 * A server that cannot be started at all is a broken installation: that throws. A server that dies later is started
 * again by the next call, and a call that fails is an error of the tool, which the model reads.
 */
export async function connectMcpTools(server: McpServerProcess): Promise<McpTools> {
  let connection: Connection = { state: "lost" };

  const connected = (): Promise<Client> => {
    if (connection.state === "open") return connection.client;
    if (connection.state === "closed") throw new ToolError(`${server.name} has been closed`);
    const opening: Connection = { state: "open", client: openClient(server, () => lose(opening)) };
    connection = opening;
    opening.client.catch(() => lose(opening));
    return opening.client;
  };
  const lose = (lost: Connection): void => {
    if (connection !== lost) return;
    connection = { state: "lost" };
    server.logger.warn(
      { mcpServer: server.name },
      "the MCP server is gone; the next call restarts it",
    );
  };

  const tools = await listTools(server, await connected());
  return {
    tools: tools.map(({ name, description = "", inputSchema }) => ({
      name,
      description,
      kind: "extension",
      parameters: inputSchema,
      run: async (args, signal) => callTool({ connected, server, name, args, signal }),
    })),
    isConnected: () => connection.state === "open",
    close: async () => {
      const last = connection;
      connection = { state: "closed" };
      if (last.state === "open") await (await last.client).close();
    },
  };
}

async function listTools(server: McpServerProcess, client: Client): Promise<Tool[]> {
  try {
    return (await client.listTools(undefined, { timeout: callTimeoutMs })).tools;
  } catch (cause) {
    await client.close();
    throw new Error(`the MCP server "${server.name}" does not list its tools`, { cause });
  }
}

async function openClient(server: McpServerProcess, onClose: () => void): Promise<Client> {
  const transport = new StdioClientTransport({
    command: server.command,
    args: [...server.args],
    env: { ...server.environment },
    stderr: "pipe",
  });
  // Standard error becomes log lines, so that one stream holds everything that the backend says.
  if (transport.stderr instanceof Readable) {
    createInterface({ input: transport.stderr }).on("line", (line) => {
      server.logger.info({ mcpServer: server.name, line: line.slice(0, 1_000) }, "MCP server");
    });
  }
  const client = new Client({ name: "example-backend", version: "1.0.0" });
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the client is not an EventTarget
  client.onclose = onClose;
  try {
    await client.connect(transport, { timeout: connectTimeoutMs });
    return client;
  } catch (cause) {
    await client.close();
    throw new Error(`could not start the MCP server "${server.name}"`, { cause });
  }
}

interface ToolCall {
  readonly connected: () => Promise<Client>;
  readonly server: McpServerProcess;
  readonly name: string;
  readonly args: unknown;
  readonly signal: AbortSignal;
}

async function callTool({ connected, server, name, args, signal }: ToolCall): Promise<string> {
  if (!isRecord(args)) throw new ToolError("invalid arguments: expected an object");
  let result: Awaited<ReturnType<Client["callTool"]>>;
  try {
    const client = await connected();
    result = await client.callTool({ name, arguments: args }, undefined, {
      timeout: callTimeoutMs,
      signal,
    });
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof ToolError) throw cause;
    throw new ToolError(`the ${server.name} is not available at the moment`, { cause });
  }
  const text = textOf(result);
  if (result.isError === true) throw new ToolError(text);
  return text;
}

function textOf(result: Awaited<ReturnType<Client["callTool"]>>): string {
  const content = Array.isArray(result.content)
    ? (result.content as CallToolResult["content"])
    : [];
  return content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
