import { usageFromAnthropic } from "@agent-otel/semconv-genai";
import type { ModelResponse, TokenUsage } from "@agent-otel/semconv-genai";
import { outputFromAnthropic } from "@agent-otel/semconv-genai/content";
import { fields, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import type { StreamReader } from "../openai/api.ts";
import { finishReasons } from "./finish-reasons.ts";
import { MessageParts } from "./message-parts.ts";

/** The class is what the span tells: the stream ended before the message did. */
class IncompleteStreamError extends Error {}

/** Gathers what is recorded of a streamed message; its contents only where they are captured, and so much of them. */
export class MessageStreamReader implements StreamReader {
  readonly #noteToolUse: (block: Fields) => void;
  readonly #parts: MessageParts | undefined;
  #id: string | undefined;
  #model: string | undefined;
  #usage: Record<string, unknown> | undefined;
  #stopReason: unknown;
  #final = false;

  constructor(maxText: number, noteToolUse: (block: Fields) => void) {
    this.#noteToolUse = noteToolUse;
    this.#parts = maxText > 0 ? new MessageParts(maxText) : undefined;
  }

  chunk(event: Fields): void {
    switch (event["type"]) {
      case "message_start":
        this.#begin(fields(event["message"]));
        break;
      case "content_block_start":
        this.#beginBlock(event);
        break;
      case "content_block_delta":
        this.#parts?.add(event["index"], fields(event["delta"]));
        break;
      case "message_delta":
        this.#finish(event);
        break;
      case "message_stop":
        this.#final = true;
        break;
      default:
    }
  }

  result(): ModelResponse {
    const parts = this.#parts;
    const stopReason = this.#stopReason;
    return {
      id: this.#id,
      model: this.#model,
      finishReasons: finishReasons(stopReason),
      usage: this.#readUsage(),
      output:
        parts === undefined
          ? undefined
          : () => outputFromAnthropic({ content: parts.blocks(), stop_reason: stopReason }),
    };
  }

  fault(): Error | undefined {
    return this.#final ? undefined : new IncompleteStreamError();
  }

  #begin(message: Fields): void {
    this.#id = text(message["id"]);
    this.#model = text(message["model"]);
    this.#usage = { ...fields(message["usage"]) };
  }

  #beginBlock(event: Fields): void {
    const block = fields(event["content_block"]);
    if (block["type"] === "tool_use") this.#noteToolUse(block);
    // Another model has taken over.
    if (block["type"] === "fallback")
      this.#model = text(fields(block["to"])["model"]) ?? this.#model;
    this.#parts?.begin(event["index"], block);
  }

  /** Its usage holds totals of the whole message; what is null there does not apply. */
  #finish(event: Fields): void {
    this.#final = true;
    this.#stopReason = fields(event["delta"])["stop_reason"] ?? this.#stopReason;
    const totals = Object.entries(fields(event["usage"])).filter(([, total]) => total !== null);
    this.#usage = { ...this.#usage, ...Object.fromEntries(totals) };
  }

  /** At its start a stream counts output that nobody has seen yet: a placeholder. */
  #readUsage(): TokenUsage | undefined {
    const usage = usageFromAnthropic(this.#usage);
    return this.#final || usage === undefined
      ? usage
      : { ...usage, outputTokens: undefined, reasoningOutputTokens: undefined };
  }
}
