import { context } from "@opentelemetry/api";
import type { Context, Link } from "@opentelemetry/api";
import { callObserver, countCall, isInsideTool } from "../agent-context.ts";
import type { CallKind } from "../agent-context.ts";
import type { AttributeRecord } from "../attribute-record.ts";
import { ERROR_TYPE_OTHER } from "../error-type.ts";
import { ATTRIBUTE_DEFINITIONS } from "../generated/attribute-definitions.ts";
import {
  MCP_CLIENT_OPERATION_DURATION,
  MCP_SERVER_OPERATION_DURATION,
} from "../generated/metric-definitions.ts";
import { SPAN_MCP_CLIENT, SPAN_MCP_SERVER } from "../generated/span-definitions.ts";
import type { McpMethodName, NetworkTransport } from "../generated/values.ts";
import { guard } from "../guard.ts";
import { nameLimit } from "../name-limit.ts";
import { takeToolSpan } from "../tool-spans.ts";
import { inAllVersions } from "./metric-choices.ts";
import type { ServerEndpoint } from "./model-call.ts";
import { alwaysStart } from "./always-start.ts";
import { startOperation } from "./operation.ts";
import type { Operation, OperationHandle, OperationStart } from "./operation.ts";

/** One MCP request or notification. */
export interface McpMessage {
  readonly method: McpMethodName;
  /** JSON-RPC id; absent on a notification. */
  readonly requestId?: string | number | undefined;
  /** Tool of `tools/call`. */
  readonly toolName?: string | undefined;
  /** Prompt of `prompts/get`. */
  readonly promptName?: string | undefined;
  readonly resourceUri?: string | undefined;
  readonly sessionId?: string | undefined;
  /** Negotiated MCP revision, once known. */
  readonly protocolVersion?: string | undefined;
  readonly transport?: NetworkTransport | undefined;
  /** Protocol that carries the messages, e.g. `http`. */
  readonly carrier?: string | undefined;
  /** The called server; for senders only. */
  readonly server?: ServerEndpoint | undefined;
  /** @default the active context */
  readonly parent?: Context | undefined;
  readonly links?: readonly Link[] | undefined;
  /** False records the duration metric only. @default true */
  readonly span?: boolean | undefined;
  /**
   * Arguments of `tools/call`. Called where contents are captured, and inside an agent run that counts repeated calls,
   * which keeps no more than a hash.
   */
  readonly arguments?: (() => unknown) | undefined;
}

/** How the peer answered an MCP request. */
export type McpOutcome =
  /** A JSON-RPC error; only its code is recorded. */
  | { readonly kind: "error"; readonly code: number }
  /** A tool result that says the tool failed. */
  | { readonly kind: "tool_error" }
  /** No answer came: `word` says why, e.g. `timeout`. */
  | { readonly kind: "unanswered"; readonly word: string };

/** A running MCP request or notification. */
export interface McpOperation extends Operation {
  /** Tells the revision that `initialize` negotiated. */
  protocolVersion(version: string): void;
  /** Tells the result of `tools/call`; `read` is only called where contents are captured. */
  result(read: () => unknown): void;
  /** Ends as failed, the way the peer said. */
  endWith(outcome: McpOutcome): void;
}

/**
 * Begins what a sender sees: span `{method} {target}` of kind CLIENT and `mcp.client.operation.duration`. Where the active
 * span traces the execution of the tool that is called already, that span takes the attributes instead.
 */
export const startMcpClient: (message: McpMessage) => McpOperation =
  /* @__PURE__ */ alwaysStart(beginMcpClient);

function beginMcpClient(message: Partial<McpMessage>): McpOperation {
  const parent = message.parent ?? context.active();
  const onto =
    message.method === "tools/call" && message.span !== false
      ? takeToolSpan(parent, message.toolName ?? "")
      : undefined;
  const call = callKind(message, parent);
  const operation = begin(message, {
    onto,
    definition: SPAN_MCP_CLIENT,
    attributes: () => ({
      ...describe(message),
      "server.address": message.server?.address,
      "server.port": message.server?.port,
    }),
    duration: CLIENT_DURATION,
    call,
  });
  limitNames(operation, message);
  if (call === "tool") {
    countCall(parent, "tool");
    guard(() => callObserver(parent)?.toolCalled(message.toolName, message.arguments));
  }
  return handle(operation, message);
}

/** Inside a tool call the request is a part of that, and its time is counted there. */
function callKind(message: Partial<McpMessage>, parent: Context): CallKind | undefined {
  if (message.requestId === undefined || isInsideTool(parent)) return undefined;
  return message.method === "tools/call" ? "tool" : "data";
}

/** Begins what a receiver sees: span `{method} {target}` of kind SERVER and `mcp.server.operation.duration`. */
export const startMcpServer: (message: McpMessage) => McpOperation =
  /* @__PURE__ */ alwaysStart(beginMcpServer);

function beginMcpServer(message: Partial<McpMessage>): McpOperation {
  const operation = begin(message, {
    definition: SPAN_MCP_SERVER,
    attributes: () => describe(message),
    duration: SERVER_DURATION,
    links: message.links,
  });
  limitNames(operation, message);
  return handle(operation, message);
}

/** A peer or a model chooses these names; on spans they are welcome, on metrics each new one is a new series. */
function limitNames(operation: OperationHandle, message: Partial<McpMessage>): void {
  guard(() => {
    if (!operation.wanted) return;
    operation.setForMetrics({
      "mcp.method.name": message.method && methods(message.method),
      "gen_ai.tool.name": message.toolName && tools(message.toolName),
      "gen_ai.prompt.name": message.promptName && prompts(message.promptName),
    });
  });
}

const CLIENT_DURATION = /* @__PURE__ */ inAllVersions(MCP_CLIENT_OPERATION_DURATION);
const SERVER_DURATION = /* @__PURE__ */ inAllVersions(MCP_SERVER_OPERATION_DURATION);
const NAMES_FROM_PEERS = 100;
const methods = /* @__PURE__ */ nameLimit(
  NAMES_FROM_PEERS,
  () => ATTRIBUTE_DEFINITIONS["mcp.method.name"]?.values ?? [],
);
const tools = /* @__PURE__ */ nameLimit(NAMES_FROM_PEERS);
const prompts = /* @__PURE__ */ nameLimit(NAMES_FROM_PEERS);

function begin(message: Partial<McpMessage>, start: OperationStart): OperationHandle {
  const operation = startOperation({ ...start, parent: message.parent, span: message.span });
  const read = message.method === "tools/call" ? message.arguments : undefined;
  operation.content("gen_ai.tool.call.arguments", read);
  return operation;
}

function describe(message: Partial<McpMessage>): AttributeRecord {
  const id = message.requestId;
  return {
    "mcp.method.name": message.method,
    "jsonrpc.request.id": id === undefined ? undefined : String(id),
    "gen_ai.operation.name": message.method === "tools/call" ? "execute_tool" : undefined,
    "gen_ai.tool.name": message.toolName,
    "gen_ai.prompt.name": message.promptName,
    "mcp.resource.uri": message.resourceUri,
    "mcp.session.id": message.sessionId,
    "mcp.protocol.version": message.protocolVersion,
    "network.transport": message.transport,
    "network.protocol.name": message.carrier,
  };
}

function handle(operation: OperationHandle, { method }: Partial<McpMessage>): McpOperation {
  return {
    context: operation.context,
    protocolVersion: (version) => operation.set({ "mcp.protocol.version": version }),
    result: (read) =>
      operation.content("gen_ai.tool.call.result", method === "tools/call" ? read : undefined),
    end: (error) => operation.end(error),
    endWith: (outcome) => {
      if (outcome.kind === "error") {
        const code = Number.isSafeInteger(outcome.code) ? String(outcome.code) : ERROR_TYPE_OTHER;
        operation.set({ "rpc.response.status_code": code });
        operation.endAs(code);
      } else {
        operation.endAs(outcome.kind === "tool_error" ? outcome.kind : outcome.word);
      }
    },
  };
}
