/**
 * Why a run ended, as one of few words: what the application said; else `cancelled` or `error`; else what the last
 * model call tells: `token_limit`, `content_filter`, `tool_calls` (it still wanted tools), `completed`.
 */
export function stopReason(run: {
  readonly said: string | undefined;
  /** Whether the signal of the run has aborted. */
  readonly aborted: boolean;
  /** `error.type` of the run. */
  readonly failure: string | undefined;
  /** Of the last model call. */
  readonly finishReasons: readonly string[];
}): string {
  if (run.said !== undefined) return limited(run.said);
  if (run.failure !== undefined) {
    return run.aborted || run.failure === "AbortError" ? "cancelled" : "error";
  }
  const last = run.finishReasons.at(-1)?.toLowerCase();
  return (last === undefined ? undefined : TOLD_BY_MODEL.get(last)) ?? "completed";
}

/** The finish reasons of the providers that say that there was more to come. */
const TOLD_BY_MODEL: ReadonlyMap<string, string> = new Map([
  ["length", "token_limit"],
  ["max_tokens", "token_limit"],
  ["max_output_tokens", "token_limit"],
  ["model_context_window_exceeded", "token_limit"],
  ["content_filter", "content_filter"],
  ["content_filtered", "content_filter"],
  ["guardrail_intervened", "content_filter"],
  ["refusal", "content_filter"],
  ["safety", "content_filter"],
  ["tool_calls", "tool_calls"],
  ["tool_call", "tool_calls"],
  ["tool_use", "tool_calls"],
  ["function_call", "tool_calls"],
]);

/** A label of metrics: the first words that the application uses, each a short one. */
function limited(word: string): string {
  if (used.has(word)) return word;
  if (used.size >= MOST_WORDS || !/^[A-Za-z][\w.-]{0,63}$/.test(word)) return "_OTHER";
  used.add(word);
  return word;
}

const MOST_WORDS = 50;
const used = new Set<string>();
