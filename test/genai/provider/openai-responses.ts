import { HUGE } from "./behaviour.ts";
import { CANARIES } from "./canaries.ts";
import type { OpenAiRequest } from "./openai-request.ts";
import type { ServerEvent } from "./sse.ts";

/** A whole answer of the Responses API. */
export function responseObject(request: OpenAiRequest): Record<string, unknown> {
  const failed = request.model === "failed";
  return {
    id: "resp_1",
    object: "response",
    created_at: 1,
    model: `${request.model}-2026`,
    status: failed ? "failed" : "completed",
    service_tier: "default",
    error: failed ? { code: "server_error", message: CANARIES.error } : null,
    output: output(request),
    usage: {
      input_tokens: 120,
      input_tokens_details: { cached_tokens: 80 },
      output_tokens: 20,
      output_tokens_details: { reasoning_tokens: 5 },
      total_tokens: 140,
    },
  };
}

/** The events of a streamed answer. */
export function* responseEvents(request: OpenAiRequest): Iterable<ServerEvent> {
  let sequence_number = 0;
  const event = (type: string, rest: object): ServerEvent => ({
    event: type,
    data: { type, sequence_number: sequence_number++, ...rest },
  });
  const response = responseObject(request);
  const started = { ...response, status: "in_progress", usage: null, output: [] };
  yield event("response.created", { response: started });
  yield event("response.in_progress", { response: started });
  for (const [output_index, item] of output(request).entries()) {
    const place = { output_index, item_id: item.id };
    yield event("response.output_item.added", { output_index, item: { ...item, ...blank(item) } });
    if (item.type === "message") yield* textEvents(event, place, request);
    else {
      const delta = item.arguments;
      yield event("response.function_call_arguments.delta", { ...place, delta });
      yield event("response.function_call_arguments.done", { ...place, arguments: delta });
    }
    yield event("response.output_item.done", { output_index, item });
  }
  yield event(`response.${String(response["status"])}`, { response });
}

type MakeEvent = (type: string, rest: object) => ServerEvent;

function* textEvents(
  event: MakeEvent,
  at: object,
  { model }: OpenAiRequest,
): Iterable<ServerEvent> {
  const place = { ...at, content_index: 0 };
  const part = { type: "output_text", text: "", annotations: [] };
  yield event("response.content_part.added", { ...place, part });
  if (model === "huge") {
    const delta = "x".repeat(HUGE.characters);
    for (let index = 0; index < HUGE.deltas; index += 1) {
      yield event("response.output_text.delta", { ...place, delta });
    }
  } else {
    for (const delta of [ANSWER.slice(0, 4), ANSWER.slice(4)]) {
      yield event("response.output_text.delta", { ...place, delta });
    }
  }
  const text = ANSWER;
  yield event("response.output_text.done", { ...place, text });
  yield event("response.content_part.done", { ...place, part: { ...part, text } });
}

interface Message {
  readonly id: string;
  readonly type: "message";
  readonly [key: string]: unknown;
}

interface FunctionCall {
  readonly id: string;
  readonly type: "function_call";
  readonly arguments: string;
  readonly [key: string]: unknown;
}

function output({ model, tools, answered }: OpenAiRequest): readonly (FunctionCall | Message)[] {
  if (model === "tools" && !answered && tools.length > 0) {
    return tools.map((name, index) => ({
      id: `fc_${index}`,
      type: "function_call",
      status: "completed",
      call_id: `call_${index}`,
      name,
      arguments: JSON.stringify({ text: CANARIES.toolArgument, index }),
    }));
  }
  const content = [{ type: "output_text", text: ANSWER, annotations: [] }];
  return [{ id: "msg_1", type: "message", role: "assistant", status: "completed", content }];
}

/** What an item is while it is not known yet. */
function blank(item: FunctionCall | Message): object {
  const status = "in_progress";
  return item.type === "message" ? { status, content: [] } : { status, arguments: "" };
}

const ANSWER = JSON.stringify({ said: CANARIES.answer });
