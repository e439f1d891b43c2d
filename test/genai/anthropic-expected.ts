/** The GenAI spans of a form whose recording is not simply one span of one successful call. */
export function expectedSpans(form: string, native: boolean): readonly string[] {
  if (form.includes("tool runner") && form in runs) {
    const { spans = [], agent } = runs[form] ?? {};
    const fault = native ? "tool_error" : "TypeError";
    const seen = spans.map((span) => span.replace("FAULT", fault));
    return native ? [...seen, agent ?? "invoke_agent"] : seen;
  }
  return expected[form] ?? ["chat claude-x"];
}

const expected: Readonly<Record<string, readonly string[]>> = {
  garbage: ["chat garbage"],
  "no JSON": ["chat no-json: SyntaxError"],
  "hang up": ["chat hang-up: APIConnectionError"],
  400: ["chat status-400: 400"],
  401: ["chat status-401: 401"],
  429: ["chat status-429: 429"],
  500: ["chat status-500: 500"],
  "429 as response": ["chat status-429: 429"],
  "429 with response": ["chat status-429: 429"],
  "two retries": ["chat retry-529"],
  "not awaited, fails": ["chat status-400: 400"],
  aborted: ["chat silent: APIUserAbortError"],
  "aborted before": ["chat claude-x: APIUserAbortError"],
  "circular parameters": ["chat claude-x: TypeError"],
  html: ["chat html"],
  cut: ["chat cut: TypeError"],
  "timed out": ["chat silent: APIConnectionTimeoutError"],
  "no parameters": ["chat: TypeError"],
  "hostile parameters": ["chat claude-x: RangeError"],
  "stream, left": ["chat claude-x (left)"],
  "stream, left by an error": ["chat claude-x (left)"],
  "stream, aborted between events": ["chat endless: AbortError"],
  "stream, aborted while waiting": ["chat endless: AbortError"],
  "stream, aborted unread": ["chat endless: AbortError"],
  "stream, cut": ["chat cut: TypeError"],
  "stream, short": ["chat short: IncompleteStreamError"],
  "stream, empty": ["chat empty: EmptyStreamError"],
  "stream, error event": ["chat error-event: APIError"],
  "stream, bad event": ["chat bad-event: SyntaxError"],
  "stream, huge": ["chat huge"],
  "stream, 429": ["chat status-429: 429"],
  "stream, dropped unread": ["chat endless (unread)"],
  "stream, kept unread": ["chat endless (process_end)"],
  "helper, 401": ["chat status-401: 401"],
  "helper, cut": ["chat cut: TypeError"],
  "helper, error event": ["chat error-event: APIError"],
  "helper, aborted": ["chat endless: AbortError"],
  "helper, left": ["chat claude-x (left)"],
  "beta, 401": ["chat status-401: 401"],
  "count of tokens": [],
};

const TOOLS = [
  "execute_tool weather #toolu_1",
  "execute_tool weather #toolu_2",
  "execute_tool broken #toolu_3: FAULT",
];
const WHOLE_RUN = { spans: ["chat tools", "chat tools", ...TOOLS] };

/** Runners are recorded as agents by versions that have spans of their own. */
const runs: Readonly<
  Record<string, { readonly spans: readonly string[]; readonly agent?: string }>
> = {
  "beta, tool runner": WHOLE_RUN,
  "beta, tool runner, step by step": WHOLE_RUN,
  "beta, tool runner, streamed": WHOLE_RUN,
  "beta, tool runner, left": { spans: ["chat tools"] },
  "beta, tool runner, 401": {
    spans: ["chat status-401: 401"],
    agent: "invoke_agent: authentication_error",
  },
};
