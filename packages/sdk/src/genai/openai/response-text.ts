import { isFields, number, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import { TextBudget } from "./text-budget.ts";

/**
 * Puts the deltas of a streamed answer of the Responses API together again, as far as the budget goes: for a stream that
 * ends before it repeats the whole answer.
 */
export class ResponseText {
  readonly #budget: TextBudget;
  readonly #items = new Map<number, Item>();

  constructor(maxText: number) {
    this.#budget = new TextBudget(maxText);
  }

  /** Adds what one event says. */
  add(event: Fields): void {
    const index = number(event["output_index"]);
    if (index === undefined) return;
    const { delta, item } = event;
    if (isFields(item)) this.#name(index, item);
    if (typeof delta !== "string") return;
    const kind = KINDS.get(text(event["type"]) ?? "");
    const found = this.#items.get(index);
    if (kind !== undefined && found !== undefined) found[kind] += this.#budget.take(delta);
  }

  /** The output items as a whole answer has them. */
  output(): readonly unknown[] {
    const items = [...this.#items].toSorted(([a], [b]) => a - b);
    return items.map(([, item]) => describe(item));
  }

  #name(index: number, item: Fields): void {
    if (this.#items.has(index) || this.#items.size >= MOST_ITEMS) return;
    const { type, name, call_id } = item;
    this.#items.set(index, { type, name, call_id, text: "", refusal: "", given: "", thought: "" });
  }
}

const MOST_ITEMS = 128;

type Kind = "text" | "refusal" | "given" | "thought";

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["response.output_text.delta", "text"],
  ["response.refusal.delta", "refusal"],
  ["response.function_call_arguments.delta", "given"],
  ["response.custom_tool_call_input.delta", "given"],
  ["response.reasoning_text.delta", "thought"],
  ["response.reasoning_summary_text.delta", "thought"],
]);

interface Item extends Record<Kind, string> {
  readonly type: unknown;
  readonly name: unknown;
  readonly call_id: unknown;
}

function describe({ type, name, call_id, ...said }: Item): unknown {
  if (type === "message") {
    const spoken = said.refusal === "" ? [] : [{ type: "refusal", refusal: said.refusal }];
    return {
      type,
      role: "assistant",
      content: [...(said.text === "" ? [] : [{ type: "output_text", text: said.text }]), ...spoken],
    };
  }
  if (type === "reasoning") return { type, summary: [{ text: said.thought }] };
  return { type, name, call_id, ...(said.given === "" ? {} : { arguments: said.given }) };
}
