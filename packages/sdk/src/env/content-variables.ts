import { contentForms, contentPlaces, redactionNames } from "./values.ts";
import type { Variable } from "./variable.ts";

type ContentVariableName =
  `AGENT_OTEL_CONTENT_${"ALLOW" | "ATTRIBUTES" | "CANARY" | "CAPTURE" | "FORM" | "HASH_KEY" | "MAX_BYTES" | "PATTERNS" | "REDACT"}`;

/** What is done with what users, models and tools say: see docs/content.md. */
export const contentVariables: Readonly<Record<ContentVariableName, Variable>> = {
  AGENT_OTEL_CONTENT_CAPTURE: {
    type: "enum",
    values: contentPlaces,
    besideConfigFile: true,
    doc: "Where prompts, answers, tool arguments and results and the like are recorded, whichever instrumentation makes them: on `span`s, on log records (`event`), on `both`, or nowhere. Wins over OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT.",
  },
  AGENT_OTEL_CONTENT_FORM: {
    type: "enum",
    default: "text",
    values: contentForms,
    besideConfigFile: true,
    doc: "As what captured contents are recorded: their `text`, redacted and shortened; their `length` alone; or a `hash`, which tells which contents are the same.",
  },
  AGENT_OTEL_CONTENT_HASH_KEY: {
    type: "text",
    secret: true,
    besideConfigFile: true,
    doc: "The key of hashes and of the tokens that stand for what was redacted. With the same key they are the same in several processes; whoever has it can try likely texts. Default: a random key, which each process keeps to itself.",
  },
  AGENT_OTEL_CONTENT_MAX_BYTES: {
    type: "integer",
    default: "65536",
    min: 64,
    besideConfigFile: true,
    doc: "Most bytes of one captured content; longer ones are shortened, JSON so that it stays JSON.",
  },
  AGENT_OTEL_CONTENT_REDACT: {
    type: "list",
    values: redactionNames,
    besideConfigFile: true,
    doc: "What is taken out of captured contents and replaced by a token such as `[email:3f9a0c12]`, the same for the same secret. Default: all of them; `none` takes nothing out.",
  },
  AGENT_OTEL_CONTENT_PATTERNS: {
    type: "text",
    besideConfigFile: true,
    doc: "Regular expressions of yours whose matches are taken out too, with blanks between them: `name=pattern`, or `name@attribute=pattern` for one attribute (`order@gen_ai.tool.call.*=ORD-\\d{6}`). Only patterns that read any text in time proportional to its length are taken. Default: none.",
  },
  AGENT_OTEL_CONTENT_ATTRIBUTES: {
    type: "names",
    besideConfigFile: true,
    doc: "Attributes that hold contents beside those that are known to: names, or their beginnings with `*` (`acme.chat.*`). Default: none.",
  },
  AGENT_OTEL_CONTENT_ALLOW: {
    type: "names",
    besideConfigFile: true,
    doc: "Attributes that are recorded as they are although they are taken for contents: names, or their beginnings with `*`. Default: none.",
  },
  AGENT_OTEL_CONTENT_CANARY: {
    type: "text",
    secret: true,
    besideConfigFile: true,
    doc: "For tests: a text that you plant in prompts, tool results and errors, and that must not leave the process. Each request to an OTLP endpoint is searched for it; where it is found a line names the attribute, and with AGENT_OTEL_STRICT the process ends with exit code 78. Default: nothing is searched.",
  },
};
