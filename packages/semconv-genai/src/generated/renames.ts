// Generated from src/facts by tools/semconv/main.ts; changes belong there.

import type { AttributeRename, SignalRename, ValueRename } from "../definitions.ts";

/** Attributes that were renamed or given up. */
export const ATTRIBUTE_RENAMES: readonly AttributeRename[] = [
  { from: "gen_ai.usage.prompt_tokens", to: "gen_ai.usage.input_tokens" },
  { from: "gen_ai.usage.completion_tokens", to: "gen_ai.usage.output_tokens" },
  { from: "gen_ai.system", to: "gen_ai.provider.name", until: "1.36" },
  { from: "gen_ai.openai.request.seed", to: "gen_ai.request.seed" },
  { from: "gen_ai.openai.request.response_format", to: "gen_ai.output.type" },
  { from: "gen_ai.openai.request.service_tier", to: "openai.request.service_tier" },
  { from: "gen_ai.openai.response.service_tier", to: "openai.response.service_tier" },
  { from: "gen_ai.openai.response.system_fingerprint", to: "openai.response.system_fingerprint" },
  {
    from: "gen_ai.usage.cache_creation.input_tokens",
    to: "gen_ai.usage.cache_write.input_tokens",
    until: "1.41",
  },
  { from: "gen_ai.token.type", until: "1.41" },
  {
    from: "gen_ai.request.top_k",
    to: "gen_ai.retrieval.top_k",
    until: "1.41",
    operation: "retrieval",
  },
  { from: "gen_ai.prompt" },
  { from: "gen_ai.completion" },
];

/** Values that were renamed. */
export const VALUE_RENAMES: readonly ValueRename[] = [
  { attribute: "gen_ai.system", from: "vertex_ai", to: "gcp.vertex_ai" },
  { attribute: "gen_ai.system", from: "gemini", to: "gcp.gemini" },
  { attribute: "gen_ai.system", from: "az.ai.inference", to: "azure.ai.inference" },
  { attribute: "gen_ai.system", from: "az.ai.openai", to: "azure.ai.openai" },
  { attribute: "gen_ai.provider.name", from: "xai", to: "x_ai" },
  { attribute: "gen_ai.openai.request.response_format", from: "json_object", to: "json" },
  { attribute: "gen_ai.openai.request.response_format", from: "json_schema", to: "json" },
];

/** Metrics, span types and events that were renamed or split. */
export const SIGNAL_RENAMES: readonly SignalRename[] = [
  { kind: "metric", from: "gen_ai.workflow.duration", to: ["gen_ai.invoke_workflow.duration"] },
  {
    kind: "metric",
    from: "gen_ai.client.token.usage",
    to: [
      "gen_ai.client.inference.usage.*",
      "gen_ai.client.inference.operation.{input,output}_tokens",
      "gen_ai.client.embeddings.operation.input_tokens",
    ],
  },
  {
    kind: "metric",
    from: "gen_ai.client.operation.duration",
    to: ["gen_ai.client.inference.duration", "gen_ai.client.embeddings.duration"],
  },
  {
    kind: "metric",
    from: "gen_ai.client.operation.time_to_first_chunk",
    to: ["gen_ai.client.inference.time_to_first_chunk"],
  },
  {
    kind: "metric",
    from: "gen_ai.client.operation.time_per_output_chunk",
    to: ["gen_ai.client.inference.time_per_output_chunk"],
  },
  { kind: "span_type", from: "gen_ai.inference.client", to: ["gen_ai.client.inference"] },
  { kind: "span_type", from: "gen_ai.embeddings.client", to: ["gen_ai.client.embeddings"] },
  {
    kind: "event",
    from: "gen_ai.system.message",
    to: [
      "gen_ai.client.inference.operation.details",
      "gen_ai.input.messages",
      "gen_ai.output.messages",
    ],
  },
  {
    kind: "event",
    from: "gen_ai.user.message",
    to: [
      "gen_ai.client.inference.operation.details",
      "gen_ai.input.messages",
      "gen_ai.output.messages",
    ],
  },
  {
    kind: "event",
    from: "gen_ai.assistant.message",
    to: [
      "gen_ai.client.inference.operation.details",
      "gen_ai.input.messages",
      "gen_ai.output.messages",
    ],
  },
  {
    kind: "event",
    from: "gen_ai.tool.message",
    to: [
      "gen_ai.client.inference.operation.details",
      "gen_ai.input.messages",
      "gen_ai.output.messages",
    ],
  },
  {
    kind: "event",
    from: "gen_ai.choice",
    to: [
      "gen_ai.client.inference.operation.details",
      "gen_ai.input.messages",
      "gen_ai.output.messages",
    ],
  },
];
