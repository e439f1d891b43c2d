import type { Open } from "./generated/values.ts";

/**
 * Known values of `gen_ai.tool.type`, which the conventions leave open. A `function` runs in the application, an
 * `extension` on the agent's side, a `datastore` is a source of data that the agent queries.
 */
export type GenAiToolType = Open<"function" | "extension" | "datastore">;
