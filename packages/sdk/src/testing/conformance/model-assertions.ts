import type { CapturedSpan } from "../captured.ts";
import { isAborted, isFailed, isStreamed, named } from "./evidence.ts";
import type { Assertion, Evidence } from "./evidence.ts";

const INPUT = "gen_ai.usage.input_tokens";
const OUTPUT = "gen_ai.usage.output_tokens";
const CACHED = "gen_ai.usage.cache_read.input_tokens";
const REASONING = "gen_ai.usage.reasoning.output_tokens";

/** Streams are counted as other answers are. */
export const STREAM_USAGE: Assertion = {
  title: "the usage of streams equals the provider's",
  hint: "the stream must be asked for usage (stream_options.include_usage at OpenAI) and its last chunk be read; cached tokens are part of the input.",
  check: (evidence) => {
    const lines = answered(evidence)
      .filter(isStreamed)
      .flatMap((span) => missing(span, [INPUT, OUTPUT]));
    const { usage } = evidence.facts;
    if (usage === undefined) return lines;
    return [
      ...lines,
      ...differing(evidence, INPUT, usage.inputTokens),
      ...differing(evidence, OUTPUT, usage.outputTokens),
    ];
  },
};

/** A stream is timed to its first chunk. */
export const TIME_TO_FIRST_CHUNK: Assertion = {
  title: "streams tell the time to their first chunk",
  hint: "tell of chunks as they arrive: call.chunk(), or call.stream(chunks).",
  check: (evidence) => {
    const streams = answered(evidence).filter(isStreamed);
    const lines = streams.flatMap((span) => {
      const time = span.attributes["gen_ai.response.time_to_first_chunk"];
      if (time === undefined) return missing(span, ["gen_ai.response.time_to_first_chunk"]);
      const seconds = Number(time);
      const possible = seconds >= 0 && seconds <= span.durationMs / 1000 + 0.001;
      return possible
        ? []
        : [`${named(span)} took ${span.durationMs} ms, its first chunk ${seconds} s.`];
    });
    const measured = evidence.metrics
      .filter(({ name }) => /^gen_ai\.client\.\w+\.time_to_first_chunk$/.test(name))
      .flatMap(({ points }) => points.map(({ count = 0 }) => count));
    const most = Math.max(0, ...measured);
    if (streams.length > 0 && most === 0) {
      lines.push("no metric gen_ai.client.*.time_to_first_chunk was recorded.");
    }
    return lines;
  },
};

/** What was not paid in full, and what was not shown, are told. */
export const CACHED_AND_REASONING: Assertion = {
  title: "cached and reasoning tokens are recorded, as part of the totals",
  hint: "read usage with usageFromOpenAi() and its kin: gen_ai.usage.input_tokens counts cached tokens in, gen_ai.usage.output_tokens reasoning.",
  check: (evidence) => {
    const lines = evidence.inference.flatMap((span) => [
      ...tooMuch(span, CACHED, INPUT),
      ...tooMuch(span, REASONING, OUTPUT),
    ]);
    const { cacheReadInputTokens, reasoningOutputTokens } = evidence.facts.usage ?? {};
    return [
      ...lines,
      ...(cacheReadInputTokens === undefined
        ? []
        : differing(evidence, CACHED, cacheReadInputTokens)),
      ...(reasoningOutputTokens === undefined
        ? []
        : differing(evidence, REASONING, reasoningOutputTokens)),
    ];
  },
};

/** Who was called is known. */
export const SERVER_ADDRESS: Assertion = {
  title: "model calls tell server.address",
  hint: "pass server: { address, port } from the client's base URL.",
  check: ({ inference, facts: { server } }) =>
    inference
      .filter(({ kind }) => kind === "client")
      .flatMap((span) => {
        const address = span.attributes["server.address"];
        const port = span.attributes["server.port"];
        if (typeof address !== "string" || address === "") return missing(span, ["server.address"]);
        if (server === undefined) return [];
        const right =
          address === server.address && (server.port === undefined || port === server.port);
        const told = `${address}:${String(port)}`;
        const expected = `${server.address}:${server.port ?? "any port"}`;
        return right ? [] : [`${named(span)} has server ${told}, expected ${expected}.`];
      }),
};

/** Those that a model has answered to the end. */
function answered({ inference }: Evidence): readonly CapturedSpan[] {
  return inference.filter((span) => !isFailed(span) && !isAborted(span));
}

function missing(span: CapturedSpan, names: readonly string[]): string[] {
  return names
    .filter((name) => span.attributes[name] === undefined)
    .map((name) => `${named(span)} has no ${name}.`);
}

function differing({ inference }: Evidence, name: string, expected: number): string[] {
  const sum = inference.reduce((total, { attributes }) => total + Number(attributes[name] ?? 0), 0);
  if (sum === expected) return [];
  return [
    `${name} of ${inference.length} model calls is ${sum} together, the provider told ${expected}.`,
  ];
}

function tooMuch({ attributes, ...span }: CapturedSpan, part: string, whole: string): string[] {
  const some = Number(attributes[part] ?? 0);
  const all = Number(attributes[whole] ?? 0);
  if (some <= all) return [];
  return [`${named({ attributes, ...span })} has ${part} ${some}, more than ${whole} ${all}.`];
}
