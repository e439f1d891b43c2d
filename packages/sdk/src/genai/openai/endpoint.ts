import type { GenAiProviderName } from "@agent-otel/semconv-genai";
import { fields, text } from "../fields.ts";
import type { Endpoint } from "./api.ts";

/** Whom a resource of the client talks to, from the base URL of its client. */
export function endpointOf(resource: unknown): Endpoint {
  const baseUrl = text(fields(fields(resource)["_client"])["baseURL"]);
  if (baseUrl === undefined) return UNKNOWN;
  if (last?.baseUrl !== baseUrl) last = { baseUrl, endpoint: parse(baseUrl) };
  return last.endpoint;
}

const UNKNOWN: Endpoint = { provider: "openai" };
/** An application rarely has more than one; parsing the URL for each call costs more than the call's span. */
let last: { readonly baseUrl: string; readonly endpoint: Endpoint } | undefined;

const DEFAULT_PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

/** Hosts that tell the provider; any other OpenAI-compatible one counts as `openai`. */
const PROVIDERS: readonly (readonly [suffix: string, GenAiProviderName])[] = [
  [".openai.azure.com", "azure.ai.openai"],
  [".services.ai.azure.com", "azure.ai.inference"],
  ["api.deepseek.com", "deepseek"],
  ["api.groq.com", "groq"],
  ["api.mistral.ai", "mistral_ai"],
  ["api.moonshot.ai", "moonshot_ai"],
  ["api.perplexity.ai", "perplexity"],
  ["api.x.ai", "x_ai"],
  ["generativelanguage.googleapis.com", "gcp.gemini"],
  ["api.anthropic.com", "anthropic"],
];

function parse(baseUrl: string): Endpoint {
  if (!URL.canParse(baseUrl)) return UNKNOWN;
  const { hostname, port, protocol } = new URL(baseUrl);
  const number = port === "" ? DEFAULT_PORTS[protocol] : Number(port);
  return {
    provider: PROVIDERS.find(([suffix]) => hostname.endsWith(suffix))?.[1] ?? "openai",
    server: number === undefined ? undefined : { address: hostname, port: number },
  };
}
