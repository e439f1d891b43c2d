import type { Assertion } from "./evidence.ts";

/** What people and models say stays in the process. */
export const CONTENT_OFF: Assertion = {
  title: "no content is recorded while its capture is off",
  hint: "contents are passed as functions, which are called only where they are captured; the content policy covers spans of others.",
  check: ({ allSpans, logs, text, facts: { contents = "off", secrets = [] } }) => {
    const found = secrets
      .map((secret, index) => ({ secret, index }))
      .filter(({ secret }) => secret !== "" && includes(text, secret))
      // The message goes to logs of builds: it names the secret by its place.
      .map(({ index, secret }) => `secret ${index + 1} (${secret.length} characters) is in it.`);
    if (contents === "on") return found;
    const carriers = [
      ...allSpans.map(({ name, attributes, events }) => ({
        where: `span "${name}"`,
        names: [attributes, ...events.map((event) => event.attributes)].flatMap(Object.keys),
      })),
      ...logs.map(({ eventName = "log record", attributes }) => ({
        where: eventName,
        names: Object.keys(attributes),
      })),
    ];
    const named = carriers.flatMap(({ where, names }) =>
      names.filter(isContent).map((name) => `${where} has ${name}.`),
    );
    return [...found, ...named];
  },
};

/** As text is written in JSON, too. */
function includes(text: string, secret: string): boolean {
  return text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1));
}

/** Contents under the names of the conventions and of other instrumentations. */
function isContent(name: string): boolean {
  return CONTENT.test(name);
}

const CONTENT = new RegExp(
  [
    "^gen_ai\\.(?:input\\.messages|output\\.messages|system_instructions|tool\\.definitions)$",
    "^gen_ai\\.tool\\.call\\.(?:arguments|result)$",
    "^gen_ai\\.(?:memory|retrieval)\\.(?:query\\.text|records|documents)$",
    "^gen_ai\\.(?:event\\.content|prompt|completion)$",
    "^gen_ai\\.prompt\\.variable\\.",
    "^gen_ai\\.(?:prompt|completion)\\.\\d+\\.(?:content|reasoning|.*arguments)",
    "^llm\\.(?:input_messages|output_messages|prompts|completions)",
    "^(?:input|output)\\.value$",
    "^traceloop\\.entity\\.(?:input|output)$",
    "^ai\\.(?:prompt|response\\.(?:text|object|toolCalls|reasoning)|toolCall\\.(?:args|result))",
    "^langfuse\\..*(?:input|output)$",
  ].join("|"),
);
