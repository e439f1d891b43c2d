import type { GenAiProviderName, ServerEndpoint } from "@agent-otel/semconv-genai";
import { createHostMatcher } from "../context/host-matcher.ts";
import type { HostMatcher } from "../context/host-matcher.ts";

/** A rule of AGENT_OTEL_GENAI_PROVIDERS: who answers at the hosts of a pattern. */
export interface ProviderRule {
  /** A pattern as AGENT_OTEL_BAGGAGE_ALLOW has them. */
  readonly hosts: string;
  readonly provider: GenAiProviderName;
}

/** Has the rules win over what hosts are known for, from now on. */
export function chooseProviders(rules: readonly ProviderRule[]): void {
  configured = rules.flatMap(({ hosts, provider }) => {
    const matches = createHostMatcher([hosts]);
    return matches === undefined ? [] : [{ matches, provider }];
  });
}

/** The rules of this moment: the same object until they change. */
export function providerRules(): unknown {
  return configured;
}

/** The provider that answers at a server; undefined where nothing tells. */
export function providerAt(server: ServerEndpoint): GenAiProviderName | undefined {
  for (const { matches, provider } of configured) if (matches(server)) return provider;
  const host = server.address.toLowerCase();
  return KNOWN.find(([hosts]) => hosts.test(host))?.[1];
}

let configured: readonly {
  readonly matches: HostMatcher;
  readonly provider: GenAiProviderName;
}[] = [];

/** Hosts of the providers that the conventions have a name for. */
const KNOWN: readonly (readonly [hosts: RegExp, provider: GenAiProviderName])[] = [
  [/^(?:.+\.)?api\.openai\.com$/, "openai"],
  [/\.(?:openai|cognitiveservices)\.azure\.(?:com|us|cn)$/, "azure.ai.openai"],
  [/\.services\.ai\.azure\.(?:com|us)$/, "azure.ai.inference"],
  [/\.models\.ai\.azure\.com$/, "azure.ai.inference"],
  [/^bedrock-?[a-z-]*\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/, "aws.bedrock"],
  [/^generativelanguage\.googleapis\.com$/, "gcp.gemini"],
  [/^(?:.+[.-])?aiplatform\.googleapis\.com$/, "gcp.vertex_ai"],
  [/^api\.anthropic\.com$/, "anthropic"],
  [/^api\.cohere\.(?:ai|com)$/, "cohere"],
  [/^api\.deepseek\.com$/, "deepseek"],
  [/^api\.groq\.com$/, "groq"],
  [/^(?:api|codestral)\.mistral\.ai$/, "mistral_ai"],
  [/^api\.moonshot\.(?:ai|cn)$/, "moonshot_ai"],
  [/^api\.perplexity\.ai$/, "perplexity"],
  [/^(?:.+\.)?api\.x\.ai$/, "x_ai"],
  [/\.ml\.cloud\.ibm\.com$/, "ibm.watsonx.ai"],
];
