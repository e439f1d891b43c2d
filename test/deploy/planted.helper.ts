import { randomBytes } from "node:crypto";

/** Attributes that hold what people and models wrote, in the names of several instrumentations. */
export const CONTENT_KEYS = [
  "gen_ai.input.messages",
  "gen_ai.output.messages",
  "gen_ai.system_instructions",
  "gen_ai.tool.definitions",
  "gen_ai.tool.call.arguments",
  "gen_ai.tool.call.result",
  "gen_ai.memory.query.text",
  "gen_ai.memory.records",
  "gen_ai.retrieval.query.text",
  "gen_ai.retrieval.documents",
  "gen_ai.evaluation.explanation",
  "gen_ai.event.content",
  "gen_ai.prompt",
  "gen_ai.prompt.variable.name",
  "gen_ai.prompt.0.content",
  "gen_ai.completion.0.tool_calls.0.arguments",
  "input.value",
  "output.value",
  "llm.prompts",
  "llm.input_messages.0.message.content",
  "traceloop.entity.input",
  "ai.prompt",
  "ai.prompt.messages",
  "ai.response.text",
  "ai.toolCall.args",
];

// Put together at run time, so that no scanner takes this file for a leak.
const random = (): string => randomBytes(15).toString("hex");
/** Secrets by what they are. */
export const SECRETS: Readonly<Record<string, string>> = {
  "a key of OpenAI": `sk-proj-${random()}`,
  "a key of Anthropic": `sk-ant-${random()}`,
  "a web token": `eyJ${random()}.eyJ${random()}.${random()}`,
  "a bearer token": `Bearer ${random()}`,
  "a key of AWS": ["AKIA", "Z2".repeat(8)].join(""),
  "a token of GitHub": `ghp_${random()}`,
  "a key of Google": `AIza${random()}xyzxyz`,
  "a token of Slack": `xoxb-${random()}`,
  "a private key": ["-----BEGIN RSA", "PRIVATE", `KEY-----\n${random()}`].join(" "),
};
/** What a person wrote. */
export const CONTENT = `the customer wrote ${random()}`;
/** What stands under a key that says what it is. */
export const PASSWORD = `hunter2-${random()}`;
/** What must arrive. */
export const HARMLESS = `harmless-${random()}`;
