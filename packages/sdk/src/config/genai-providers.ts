import { parseHostPattern } from "../env/host-pattern.ts";
import { quote } from "../env/problem.ts";
import { type EnvReader, splitList } from "../env/reader.ts";
import type { TelemetryConfig } from "./config.ts";

/** Who answers at which host. */
export function readGenAiProviders(reader: EnvReader): TelemetryConfig["genAiProviders"] {
  const variable = "AGENT_OTEL_GENAI_PROVIDERS";
  const items = splitList(reader.raw(variable) ?? "");
  const rules = items.flatMap((item) => {
    const [, hosts = "", provider = ""] = RULE.exec(item) ?? [];
    if (provider !== "" && parseHostPattern(hosts) !== undefined) return [{ hosts, provider }];
    reader.report({
      variable,
      expected: "hosts and providers such as llm.example.com=groq, separated by commas",
      used: `${quote(item)} is left out`,
    });
    return [];
  });
  if (rules.length > 0) {
    reader.settle(variable, rules.map(({ hosts, provider }) => `${hosts}=${provider}`).join(","));
  }
  return rules;
}

/** Providers are words such as `azure.ai.openai`: they are labels of metrics. */
const RULE = /^(\S+?)\s*=\s*([\w.-]{1,64})$/;
