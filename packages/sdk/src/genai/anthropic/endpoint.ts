import type { GenAiProviderName } from "@agent-otel/semconv-genai";
import { fields, isFields, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import type { Endpoint } from "../openai/api.ts";
import { providerAt } from "../providers.ts";

/** Whom a resource of the client talks to: the provider from the client itself or its host, the server from its URL. */
export function endpointOf(resource: unknown): Endpoint {
  const client = fields(resource)["_client"];
  if (!isFields(client)) return UNKNOWN;
  const baseUrl = text(client["baseURL"]);
  const known = endpoints.get(client);
  if (known !== undefined && known.baseUrl === baseUrl) return known.endpoint;
  const endpoint = describe(client, baseUrl);
  endpoints.set(client, { baseUrl, endpoint });
  return endpoint;
}

const UNKNOWN: Endpoint = { provider: "anthropic" };
/** Parsing the URL for each call costs more than the call's span. */
const endpoints = new WeakMap<
  object,
  { readonly baseUrl: string | undefined; readonly endpoint: Endpoint }
>();

const DEFAULT_PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

/** Classes of the clients for other platforms, of versions that do not tell the provider themselves. */
const CLASSES: Readonly<Record<string, GenAiProviderName>> = {
  AnthropicBedrock: "aws.bedrock",
  AnthropicBedrockMantle: "aws.bedrock",
  AnthropicVertex: "gcp.vertex_ai",
  AnthropicFoundry: "azure.ai.inference",
};

function describe(client: Fields, baseUrl: string | undefined): Endpoint {
  const url = baseUrl !== undefined && URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const port = url?.port === "" ? DEFAULT_PORTS[url.protocol] : Number(url?.port);
  if (url === undefined || port === undefined) return { provider: providerOf(client) };
  // In a URL an IPv6 address stands in brackets, which are no part of it.
  const server = { address: url.hostname.replace(/^\[(.*)\]$/, "$1"), port };
  return { provider: providerAt(server) ?? providerOf(client), server };
}

function providerOf(client: Fields): GenAiProviderName {
  const told = text(client["_genAIProviderName"]);
  if (told !== undefined) return told;
  for (let type: unknown = client; isFields(type); type = Object.getPrototypeOf(type)) {
    const { name } = type.constructor ?? {};
    const known = name !== undefined && Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
    if (known !== undefined) return known;
  }
  return "anthropic";
}
