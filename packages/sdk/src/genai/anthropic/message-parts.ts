import { fields, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import { TextBudget } from "../openai/text-budget.ts";

/** Puts the content of a streamed message together, up to a number of characters. */
export class MessageParts {
  readonly #blocks = new Map<unknown, Block>();
  readonly #budget: TextBudget;

  constructor(maxText: number) {
    this.#budget = new TextBudget(maxText);
  }

  begin(index: unknown, block: Fields): void {
    if (this.#blocks.size >= MOST_BLOCKS) return;
    this.#blocks.set(index, { start: block, text: "" });
    const field = TEXTS[text(block["type"]) ?? ""];
    if (field !== undefined) this.#append(index, text(block[field]));
  }

  add(index: unknown, delta: Fields): void {
    const field = DELTAS[text(delta["type"]) ?? ""];
    if (field !== undefined) this.#append(index, text(delta[field]));
  }

  /** The blocks as an answer that was not streamed has them. */
  blocks(): readonly Fields[] {
    return [...this.#blocks.values()].map((block) => whole(block));
  }

  #append(index: unknown, more: string | undefined): void {
    const block = this.#blocks.get(index);
    if (block !== undefined && more !== undefined) block.text += this.#budget.take(more);
  }
}

interface Block {
  readonly start: Fields;
  text: string;
}

const MOST_BLOCKS = 1024;
/** Where a block has its text. */
const TEXTS: Readonly<Record<string, string | undefined>> = { text: "text", thinking: "thinking" };
/** Where a delta has its part of it. */
const DELTAS: Readonly<Record<string, string | undefined>> = {
  text_delta: "text",
  thinking_delta: "thinking",
  input_json_delta: "partial_json",
};

function whole({ start, text: joined }: Block): Fields {
  const field = TEXTS[text(start["type"]) ?? ""];
  if (field !== undefined) return { ...start, [field]: joined };
  return joined === "" ? start : { ...start, input: parse(joined) };
}

/** Of a stream that was cut, or was longer than is kept, the arguments are no JSON. */
function parse(json: string): unknown {
  try {
    return fields(JSON.parse(json));
  } catch {
    // What is there of it is told as text.
    return json;
  }
}
