/** What the provider looks at in a request. */
export interface OpenAiRequest {
  readonly model: string;
  readonly stream: boolean;
  /** Whether embeddings are asked for as base64. */
  readonly base64: boolean;
  /** Whether a chat stream shall tell its usage. */
  readonly usage: boolean;
  /** Names of the functions offered. */
  readonly tools: readonly string[];
  /** Whether the request holds what tools have answered. */
  readonly answered: boolean;
}

/** Reads a request of any of OpenAI's APIs. */
export function readRequest(body: unknown): OpenAiRequest {
  const request = fields(body);
  const items = [...list(request["messages"]), ...list(request["input"])].map(fields);
  return {
    model: String(request["model"]),
    stream: request["stream"] === true,
    base64: request["encoding_format"] === "base64",
    usage: fields(request["stream_options"])["include_usage"] === true,
    tools: list(request["tools"]).map((tool) => {
      const { name, function: nested } = fields(tool);
      return String(name ?? fields(nested)["name"]);
    }),
    answered: items.some(({ role, type }) => role === "tool" || type === "function_call_output"),
  };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
