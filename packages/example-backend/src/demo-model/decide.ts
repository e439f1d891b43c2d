import { composeAnswer } from "./compose.ts";
import { textOf, type CompletionRequest, type RequestMessage } from "./request.ts";

/** What the demo model answers: a text, or the tools that it wants to be called, all at once. */
export type Decision =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "tools"; readonly calls: readonly WantedCall[] };

export interface WantedCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A call of a tool in the current turn, with what came back. */
export interface AnsweredCall extends WantedCall {
  readonly result: unknown;
}

/**
 * Decides from the conversation alone, so the same conversation always gets the same answer: order numbers are looked
 * up, arithmetic is calculated, everything else is searched for; then the results become sentences.
 */
export function decide(request: CompletionRequest): Decision {
  const start = request.messages.findLastIndex(({ role }) => role === "user");
  const question = request.messages[start];
  if (question === undefined) return { kind: "text", text: "What can I do for you?" };

  const text = textOf(question).slice(0, 2_000);
  const answered = answeredCalls(request.messages.slice(start + 1));
  const offered = request.tool_choice === "none" ? [] : (request.tools ?? []);
  const names = new Set(offered.map((tool) => tool.function.name));
  const wanted = answered.length === 0 ? firstCalls(text) : followUpCalls(text, answered);
  const calls = wanted.filter((call) => names.has(call.name));
  if (calls.length > 0) return { kind: "tools", calls };
  return {
    kind: "text",
    text: answered.length === 0 ? withoutTools(text) : composeAnswer(answered),
  };
}

function answeredCalls(messages: readonly RequestMessage[]): AnsweredCall[] {
  const results = new Map(
    messages.flatMap((message) =>
      message.role === "tool" ? [[message.tool_call_id, parseJson(textOf(message))]] : [],
    ),
  );
  return messages.flatMap(({ tool_calls: calls = [] }) =>
    calls.map((call) => ({
      name: call.function.name,
      args: toRecord(parseJson(call.function.arguments)),
      result: results.get(call.id),
    })),
  );
}

const smallTalk =
  /^\W*(?:hi|hello|hey|good (?:morning|evening|day)|thanks|thank you|bye)\b[^?]{0,40}$/i;
const orderNumber =
  /\b(?:orders?|parcels?)\b\D{0,15}(\d{3,9})\b(?:(?:\s*,\s*|\s+and\s+)(\d{3,9})\b)?/gi;
const shopWords =
  /\b(?:polic\w+|return\w*|refund\w*|shipping|deliver\w*|warrant\w*|repair\w*|voucher\w*|invoice\w*|pay|payment|open(?:ing)?)\b/i;

function firstCalls(text: string): WantedCall[] {
  if (smallTalk.test(text)) return [];
  const numbers = [...text.matchAll(orderNumber)].flatMap(([, ...found]) =>
    found.flatMap((number) => (number === undefined ? [] : [Number(number)])),
  );
  const rest = text.replaceAll(orderNumber, "order");
  const calls: WantedCall[] = [
    ...[...new Set(numbers)]
      .slice(0, 4)
      .map((number) => want("order_lookup", { orderNumber: number })),
    ...findExpressions(rest).map((expression) => want("calculate", { expression })),
  ];
  if (calls.length === 0 || shopWords.test(rest))
    calls.push(want("search_knowledge", { query: text.slice(0, 1_000) }));
  return calls;
}

const date = /\b\d{4}-\d{1,2}-\d{1,2}\b/g;
const percentOf = /\b(?:percent|per cent)(?:\s+of)?\b|%\s*of\b/gi;
const arithmetic = /[-(]*\d[\d.]*\s*%?\)*(?:\s*[-+*/^×÷]\s*[-(]*\d[\d.]*\s*%?\)*)+/g;

/** The arithmetic in a text, in the calculator's spelling: "17% of 249.90" is `17% * 249.90`. */
function findExpressions(text: string): string[] {
  const spelled = text
    .replaceAll(date, "")
    .replaceAll(percentOf, "% *")
    .replaceAll(/(\d),(?=\d{3}\b)/g, "$1");
  return [...spelled.matchAll(arithmetic)]
    .map(([found]) => found.replaceAll(/\s+/g, " ").replace(/\.$/, "").trim())
    .slice(0, 4);
}

const shareOfTotal =
  /(\d+(?:\.\d+)?)\s*(?:%|percent)\s+of\s+(?:the\s+|its\s+)?(?:total|price|value)/i;

/** A second step: a share of the total of an order can only be calculated once the order is known. */
function followUpCalls(text: string, answered: readonly AnsweredCall[]): WantedCall[] {
  const share = shareOfTotal.exec(text)?.[1];
  if (share === undefined || answered.some(({ name }) => name === "calculate")) return [];
  return answered.flatMap(({ result }) => {
    const total = toRecord(result)["totalEur"];
    return typeof total === "number"
      ? [want("calculate", { expression: `${share}% * ${total}` })]
      : [];
  });
}

function withoutTools(text: string): string {
  return smallTalk.test(text)
    ? "Hello! Ask me about an order, about the shop, or for a calculation."
    : "I cannot look anything up at the moment.";
}

function want(name: string, args: WantedCall["args"]): WantedCall {
  return { name, args };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not every tool answers in JSON; the text itself is the result then.
    return text;
  }
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
