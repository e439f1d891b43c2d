import { OpenAI } from "openai";
import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionMessage,
  ChatCompletionMessageFunctionToolCall,
  ChatCompletionMessageParam,
  ChatCompletionTool,
} from "openai/resources/chat/completions";
import type { AgentTool } from "../tools/tool.ts";
import { toModelError, unusableAnswer } from "./model-error.ts";

export type ChatMessage = ChatCompletionMessageParam;
export type ToolCall = ChatCompletionMessageFunctionToolCall;

/** One answer of the model: a text, or calls of tools whose results it wants to see. */
export interface ModelAnswer {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** The answer as it is sent back with the next question. */
  readonly message: ChatCompletionAssistantMessageParam;
  readonly usage: TokenUsage;
}

export interface TokenUsage {
  readonly inputTokens: number;
  /** The part of `inputTokens` that the provider took from its cache. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
}

interface ModelRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly AgentTool[];
  readonly signal: AbortSignal;
}

export interface ChatModel {
  readonly name: string;
  /** @throws {ModelError} whatever the endpoint does; the reason of `signal` when that was aborted. */
  complete(request: ModelRequest): Promise<ModelAnswer>;
}

export interface ChatModelOptions {
  readonly name: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The most that one call may take from the request to the end of the stream, its retry included. */
  readonly timeoutMs: number;
}

/** A chat model behind any endpoint that speaks OpenAI's chat completions. Answers are streamed. */
export function createChatModel({ name, baseUrl, apiKey, timeoutMs }: ChatModelOptions): ChatModel {
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey,
    timeout: timeoutMs,
    maxRetries: 1,
    // The client would print a faulty answer on the console, and with it what the model wrote.
    logLevel: "off",
  });
  return {
    name,
    complete: async ({ messages, tools, signal }) => {
      // The client's own timeout ends with the response headers; this one also covers a stream that stalls.
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        const stream = client.chat.completions.stream(
          {
            model: name,
            messages: [...messages],
            ...(tools.length === 0 ? {} : { tools: tools.map(toToolDefinition) }),
            stream_options: { include_usage: true },
          },
          { signal: AbortSignal.any([signal, deadline]) },
        );
        const { choices, usage } = await stream.finalChatCompletion();
        return readAnswer(choices[0]?.message, usage);
      } catch (error) {
        signal.throwIfAborted();
        throw toModelError(error, deadline);
      }
    },
  };
}

function toToolDefinition({ name, description, parameters }: AgentTool): ChatCompletionTool {
  return { type: "function", function: { name, description, parameters } };
}

function readAnswer(
  message: ChatCompletionMessage | undefined,
  usage: OpenAI.CompletionUsage | undefined,
): ModelAnswer {
  if (message === undefined) throw unusableAnswer("no choice");
  const text = message.content ?? message.refusal ?? "";
  const toolCalls = (message.tool_calls ?? []).flatMap((call) =>
    // Only what the API defines is kept: the client's helper adds fields that other endpoints would refuse.
    call.type === "function" ? [toPlainToolCall(call)] : [],
  );
  if (text.trim() === "" && toolCalls.length === 0)
    throw unusableAnswer("neither text nor tool call");
  return {
    text,
    toolCalls,
    message: {
      role: "assistant",
      content: text,
      ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
    },
    usage: {
      inputTokens: readCount(usage?.prompt_tokens),
      cachedInputTokens: readCount(usage?.prompt_tokens_details?.cached_tokens),
      outputTokens: readCount(usage?.completion_tokens),
    },
  };
}

/** The types promise a number, but any endpoint may have written the answer. */
function readCount(value: unknown): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function toPlainToolCall(call: ToolCall): ToolCall {
  const { name, arguments: args } = call.function;
  return { id: call.id, type: "function", function: { name, arguments: args } };
}
