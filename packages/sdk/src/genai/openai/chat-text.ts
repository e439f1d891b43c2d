import { fields, list, number } from "../fields.ts";
import type { Fields } from "../fields.ts";
import { TextBudget } from "./text-budget.ts";

/** Puts the deltas of a streamed chat answer together again, as far as the budget goes. */
export class ChatText {
  readonly #budget: TextBudget;
  readonly #messages = new Map<number, Message>();

  constructor(maxText: number) {
    this.#budget = new TextBudget(maxText);
  }

  /** Adds the delta of one choice. */
  add(index: number, delta: Fields): void {
    const message = entry(this.#messages, index, emptyMessage);
    if (message === undefined) return;
    for (const name of TEXTS) message[name] += this.#taken(delta[name]);
    for (const item of list(delta["tool_calls"])) {
      const part = fields(item);
      const call = entry(message.calls, number(part["index"]) ?? 0, emptyCall);
      const called = fields(part["function"]);
      if (call === undefined) continue;
      call.id ||= this.#taken(part["id"]);
      call.name ||= this.#taken(called["name"]);
      call.arguments += this.#taken(called["arguments"]);
    }
  }

  /** The choices as an answer that is not streamed has them. */
  choices(finishReasons: ReadonlyMap<number, string>): readonly unknown[] {
    const messages = [...this.#messages].toSorted(([a], [b]) => a - b);
    return messages.map(([index, message]) => ({
      message: describe(message),
      // A stream that was left or cut says none.
      finish_reason: finishReasons.get(index) ?? "unknown",
    }));
  }

  #taken(value: unknown): string {
    return typeof value === "string" ? this.#budget.take(value) : "";
  }
}

const TEXTS = ["content", "reasoning_content", "refusal"] as const;

interface Message extends Record<(typeof TEXTS)[number], string> {
  readonly calls: Map<number, Call>;
}

interface Call {
  id: string;
  name: string;
  arguments: string;
}

const emptyMessage = (): Message => ({
  content: "",
  reasoning_content: "",
  refusal: "",
  calls: new Map(),
});

const emptyCall = (): Call => ({ id: "", name: "", arguments: "" });

/** Undefined where a stream claims more entries than any answer has. */
function entry<T>(entries: Map<number, T>, index: number, create: () => T): T | undefined {
  const known = entries.get(index);
  if (known !== undefined || entries.size >= MOST_ENTRIES) return known;
  const made = create();
  entries.set(index, made);
  return made;
}

const MOST_ENTRIES = 128;

function describe({ content, reasoning_content, refusal, calls }: Message): unknown {
  return {
    role: "assistant",
    ...(content === "" ? {} : { content }),
    ...(reasoning_content === "" ? {} : { reasoning_content }),
    ...(refusal === "" ? {} : { refusal }),
    tool_calls: [...calls.values()].map(({ id, ...called }) => ({ id, function: called })),
  };
}
