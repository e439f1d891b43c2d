import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProblem } from "../env/problem.ts";
import { readConfig } from "./read-config.ts";

test("AGENT_OTEL_GENAI_PROVIDERS names providers by host, in the order given", () => {
  const env = { AGENT_OTEL_GENAI_PROVIDERS: "llm.example.com=groq, *.internal:8080 = vllm,*=x" };
  const { config, problems } = readConfig(env);
  assert.deepEqual(problems, []);
  assert.deepEqual(config.genAiProviders, [
    { hosts: "llm.example.com", provider: "groq" },
    { hosts: "*.internal:8080", provider: "vllm" },
    { hosts: "*", provider: "x" },
  ]);
});

test("an item of AGENT_OTEL_GENAI_PROVIDERS that is no rule is named and left out", () => {
  const env = { AGENT_OTEL_GENAI_PROVIDERS: "groq,http://a=openai,b=openai,c=two words" };
  const { config, problems } = readConfig(env);
  assert.deepEqual(config.genAiProviders, [{ hosts: "b", provider: "openai" }]);
  assert.deepEqual(
    problems.map((problem) => formatProblem(problem)),
    ['"groq"', '"http://a=openai"', '"c=two words"'].map(
      (item) =>
        `AGENT_OTEL_GENAI_PROVIDERS: expected hosts and providers such as llm.example.com=groq, separated by commas; ${item} is left out.`,
    ),
  );
});

test("option genAiProviders is the same, and none is none", () => {
  const { config } = readConfig({}, { genAiProviders: ["a=groq", "b=mistral_ai"] });
  assert.deepEqual(config.genAiProviders, [
    { hosts: "a", provider: "groq" },
    { hosts: "b", provider: "mistral_ai" },
  ]);
  assert.deepEqual(readConfig({}).config.genAiProviders, []);
});
