// Generated from src/facts by tools/semconv/main.ts; changes belong there.

/** What an attribute of the newest convention is called in an older one, where that differs. */
export const OLD_NAMES: Readonly<Record<"1.36" | "1.41", Readonly<Record<string, string>>>> = {
  "1.36": {
    "gen_ai.provider.name": "gen_ai.system",
    "gen_ai.usage.cache_write.input_tokens": "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.retrieval.top_k": "gen_ai.request.top_k",
  },
  "1.41": {
    "gen_ai.usage.cache_write.input_tokens": "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.retrieval.top_k": "gen_ai.request.top_k",
  },
};

/** What a value of the newest convention is called under an old name, where that differs. */
export const OLD_VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "gen_ai.system": { x_ai: "xai" },
};
