import { SpanKind } from "@opentelemetry/api";
import type { Context, Link } from "@opentelemetry/api";
import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROMPT_NAME,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_JSONRPC_REQUEST_ID,
  ATTR_MCP_METHOD_NAME,
  ATTR_MCP_PROTOCOL_VERSION,
  ATTR_MCP_RESOURCE_URI,
  ATTR_MCP_SESSION_ID,
  ATTR_NETWORK_PROTOCOL_NAME,
  ATTR_NETWORK_TRANSPORT,
  ATTR_RPC_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from "./attributes.ts";
import { ERROR_TYPE_OTHER } from "./error-type.ts";
import {
  METRIC_MCP_CLIENT_OPERATION_DURATION,
  METRIC_MCP_SERVER_OPERATION_DURATION,
} from "./metrics.ts";
import type { ServerEndpoint } from "./model-call.ts";
import { nameLimit } from "./name-limit.ts";
import { startOperation } from "./operation.ts";
import type { AttributeRecord, Operation, OperationHandle } from "./operation.ts";
import { MCP_METHODS } from "./values.ts";
import type { McpMethodName, NetworkTransport } from "./values.ts";

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
  /** Ends as failed, the way the peer said. */
  endWith(outcome: McpOutcome): void;
}

/** Begins what a sender sees: span `{method} {target}` of kind CLIENT and `mcp.client.operation.duration`. */
export function startMcpClient(message: McpMessage): McpOperation {
  return handle(
    startOperation({
      name: spanName(message),
      kind: SpanKind.CLIENT,
      attributes: {
        ...describe(message),
        [ATTR_SERVER_ADDRESS]: message.server?.address,
        [ATTR_SERVER_PORT]: message.server?.port,
      },
      duration: METRIC_MCP_CLIENT_OPERATION_DURATION,
      parent: message.parent,
      span: message.span,
    }),
  );
}

/** Begins what a receiver sees: span `{method} {target}` of kind SERVER and `mcp.server.operation.duration`. */
export function startMcpServer(message: McpMessage): McpOperation {
  const operation = startOperation({
    name: spanName(message),
    kind: SpanKind.SERVER,
    attributes: describe(message),
    duration: METRIC_MCP_SERVER_OPERATION_DURATION,
    parent: message.parent,
    links: message.links,
    span: message.span,
  });
  // The peer chooses these names; on spans they are welcome, on metrics each new one is a new series.
  operation.setForMetrics({
    [ATTR_MCP_METHOD_NAME]: methods(message.method),
    [ATTR_GEN_AI_TOOL_NAME]: message.toolName && tools(message.toolName),
    [ATTR_GEN_AI_PROMPT_NAME]: message.promptName && prompts(message.promptName),
  });
  return handle(operation);
}

const NAMES_FROM_PEERS = 100;
const methods = nameLimit(NAMES_FROM_PEERS, MCP_METHODS);
const tools = nameLimit(NAMES_FROM_PEERS);
const prompts = nameLimit(NAMES_FROM_PEERS);

function spanName({ method, toolName, promptName }: McpMessage): string {
  const target = toolName ?? promptName;
  return target === undefined ? method : `${method} ${target}`;
}

function describe(message: McpMessage): AttributeRecord {
  const id = message.requestId;
  return {
    [ATTR_MCP_METHOD_NAME]: message.method,
    [ATTR_JSONRPC_REQUEST_ID]: id === undefined ? undefined : String(id),
    [ATTR_GEN_AI_OPERATION_NAME]: message.method === "tools/call" ? "execute_tool" : undefined,
    [ATTR_GEN_AI_TOOL_NAME]: message.toolName,
    [ATTR_GEN_AI_PROMPT_NAME]: message.promptName,
    [ATTR_MCP_RESOURCE_URI]: message.resourceUri,
    [ATTR_MCP_SESSION_ID]: message.sessionId,
    [ATTR_MCP_PROTOCOL_VERSION]: message.protocolVersion,
    [ATTR_NETWORK_TRANSPORT]: message.transport,
    [ATTR_NETWORK_PROTOCOL_NAME]: message.carrier,
  };
}

function handle(operation: OperationHandle): McpOperation {
  return {
    context: operation.context,
    protocolVersion: (version) => operation.set({ [ATTR_MCP_PROTOCOL_VERSION]: version }),
    end: (error) => operation.end(error),
    endWith: (outcome) => {
      if (outcome.kind === "error") {
        const code = Number.isSafeInteger(outcome.code) ? String(outcome.code) : ERROR_TYPE_OTHER;
        operation.set({ [ATTR_RPC_RESPONSE_STATUS_CODE]: code });
        operation.endAs(code);
      } else {
        operation.endAs(outcome.kind === "tool_error" ? outcome.kind : outcome.word);
      }
    },
  };
}
