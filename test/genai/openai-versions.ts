/** The releases of `openai` that are run, as they are installed here, and the ways to load them. */
export const openAiRuns = [
  "openai-5-first",
  "openai-5",
  "openai-6",
  "openai-7-first",
  "openai",
].flatMap((name) => ["mjs", "cjs"].map((format) => ({ name, format }) as const));
