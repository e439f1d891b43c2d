// Generated from src/facts by tools/semconv/main.ts; changes belong there.

import type { EventDefinition } from "../definitions.ts";

import type { AttributeTypes, PromptVariables } from "./attribute-types.ts";

/** What was asked of a model and what it answered, apart from the span. Only recorded on demand. */
export const EVENT_GEN_AI_CLIENT_INFERENCE_OPERATION_DETAILS =
  "gen_ai.client.inference.operation.details";

/** An answer was evaluated. */
export const EVENT_GEN_AI_EVALUATION_RESULT = "gen_ai.evaluation.result";

/** A call to a provider failed with an exception. */
export const EVENT_GEN_AI_CLIENT_OPERATION_EXCEPTION = "gen_ai.client.operation.exception";

/** The attributes of each event, by the event's name. */
export interface EventAttributes {
  readonly "gen_ai.client.inference.operation.details": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name"
  > &
    Partial<
      Pick<
        AttributeTypes,
        | "error.type"
        | "gen_ai.conversation.id"
        | "gen_ai.output.type"
        | "gen_ai.prompt.name"
        | "gen_ai.prompt.version"
        | "gen_ai.request.choice.count"
        | "gen_ai.request.model"
        | "gen_ai.request.seed"
        | "gen_ai.request.stream"
        | "gen_ai.request.top_k"
        | "server.port"
        | "gen_ai.conversation.compacted"
        | "gen_ai.request.frequency_penalty"
        | "gen_ai.request.max_tokens"
        | "gen_ai.request.presence_penalty"
        | "gen_ai.request.previous_response.id"
        | "gen_ai.request.reasoning.level"
        | "gen_ai.request.stop_sequences"
        | "gen_ai.request.temperature"
        | "gen_ai.request.top_p"
        | "gen_ai.response.finish_reasons"
        | "gen_ai.response.id"
        | "gen_ai.response.model"
        | "gen_ai.response.time_to_first_chunk"
        | "gen_ai.usage.audio.cache_read.input_tokens"
        | "gen_ai.usage.audio.input_tokens"
        | "gen_ai.usage.audio.output_tokens"
        | "gen_ai.usage.cache_read.input_tokens"
        | "gen_ai.usage.cache_write.input_tokens"
        | "gen_ai.usage.image.cache_read.input_tokens"
        | "gen_ai.usage.image.input_tokens"
        | "gen_ai.usage.image.output_tokens"
        | "gen_ai.usage.input_tokens"
        | "gen_ai.usage.output_tokens"
        | "gen_ai.usage.reasoning.output_tokens"
        | "gen_ai.usage.text.cache_read.input_tokens"
        | "gen_ai.usage.text.input_tokens"
        | "gen_ai.usage.text.output_tokens"
        | "server.address"
        | "gen_ai.input.messages"
        | "gen_ai.output.messages"
        | "gen_ai.system_instructions"
        | "gen_ai.tool.definitions"
      >
    > &
    PromptVariables;
  readonly "gen_ai.evaluation.result": Pick<AttributeTypes, "gen_ai.evaluation.name"> &
    Partial<
      Pick<
        AttributeTypes,
        | "error.type"
        | "gen_ai.evaluation.score.label"
        | "gen_ai.evaluation.score.value"
        | "gen_ai.evaluation.explanation"
        | "gen_ai.response.id"
      >
    >;
  readonly "gen_ai.client.operation.exception": Partial<
    Pick<AttributeTypes, "exception.message" | "exception.type" | "exception.stacktrace">
  >;
}

/** All events of the conventions. */
export const EVENT_DEFINITIONS: readonly EventDefinition[] = [
  {
    name: "gen_ai.client.inference.operation.details",
    stability: "development",
    level: "opt_in",
    required: ["gen_ai.operation.name", "gen_ai.provider.name"],
    conditional: {
      "error.type": "if_error",
      "gen_ai.conversation.id": "if_available",
      "gen_ai.output.type": "if_request_has_output_format",
      "gen_ai.prompt.name": "if_named_prompt_template",
      "gen_ai.prompt.version": "if_prompt_name_set_and_version_available",
      "gen_ai.request.choice.count": "if_in_request_and_not_1",
      "gen_ai.request.model": "if_available",
      "gen_ai.request.seed": "if_request_has_seed",
      "gen_ai.request.stream": "if_streaming_request",
      "gen_ai.request.top_k": "if_applicable",
      "server.port": "if_server_address_set",
    },
    recommended: {
      "gen_ai.conversation.compacted": "if_available",
      "gen_ai.request.frequency_penalty": "",
      "gen_ai.request.max_tokens": "",
      "gen_ai.request.presence_penalty": "",
      "gen_ai.request.previous_response.id": "if_request_references_previous_response",
      "gen_ai.request.reasoning.level": "if_applicable",
      "gen_ai.request.stop_sequences": "",
      "gen_ai.request.temperature": "",
      "gen_ai.request.top_p": "",
      "gen_ai.response.finish_reasons": "",
      "gen_ai.response.id": "",
      "gen_ai.response.model": "",
      "gen_ai.response.time_to_first_chunk": "if_streaming_request",
      "gen_ai.usage.audio.cache_read.input_tokens": "if_applicable",
      "gen_ai.usage.audio.input_tokens": "if_applicable",
      "gen_ai.usage.audio.output_tokens": "if_applicable",
      "gen_ai.usage.cache_read.input_tokens": "if_applicable",
      "gen_ai.usage.cache_write.input_tokens": "if_applicable",
      "gen_ai.usage.image.cache_read.input_tokens": "if_applicable",
      "gen_ai.usage.image.input_tokens": "if_applicable",
      "gen_ai.usage.image.output_tokens": "if_applicable",
      "gen_ai.usage.input_tokens": "",
      "gen_ai.usage.output_tokens": "",
      "gen_ai.usage.reasoning.output_tokens": "if_applicable",
      "gen_ai.usage.text.cache_read.input_tokens": "if_applicable",
      "gen_ai.usage.text.input_tokens": "if_applicable",
      "gen_ai.usage.text.output_tokens": "if_applicable",
      "server.address": "",
    },
    optIn: [
      "gen_ai.input.messages",
      "gen_ai.output.messages",
      "gen_ai.prompt.variable",
      "gen_ai.system_instructions",
      "gen_ai.tool.definitions",
    ],
  },
  {
    name: "gen_ai.evaluation.result",
    stability: "development",
    level: "recommended",
    required: ["gen_ai.evaluation.name"],
    conditional: {
      "error.type": "if_error",
      "gen_ai.evaluation.score.label": "if_applicable",
      "gen_ai.evaluation.score.value": "if_applicable",
    },
    recommended: { "gen_ai.evaluation.explanation": "", "gen_ai.response.id": "if_available" },
    optIn: [],
  },
  {
    name: "gen_ai.client.operation.exception",
    stability: "development",
    level: "recommended",
    severityNumber: 13,
    required: [],
    conditional: {
      "exception.message": "if_exception_type_unset",
      "exception.type": "if_exception_message_unset",
    },
    recommended: { "exception.stacktrace": "" },
    optIn: [],
  },
];
