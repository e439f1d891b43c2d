import type { GenAiProviderName } from "@agent-otel/semconv-genai";
import { fields, isFields, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import type { Endpoint } from "../openai/api.ts";

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

const HOSTS: readonly (readonly [pattern: RegExp, provider: GenAiProviderName])[] = [
  [/^bedrock-runtime[.-].*\.amazonaws\.com$/, "aws.bedrock"],
  [/aiplatform\.(?:googleapis\.com|[a-z]+\.rep\.googleapis\.com)$/, "gcp.vertex_ai"],
  [/\.services\.ai\.azure\.com$/, "azure.ai.inference"],
];

function describe(client: Fields, baseUrl: string | undefined): Endpoint {
  const url = baseUrl !== undefined && URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const provider = providerOf(client, url?.hostname ?? "");
  if (url === undefined) return { provider };
  const port = url.port === "" ? DEFAULT_PORTS[url.protocol] : Number(url.port);
  // In a URL an IPv6 address stands in brackets, which are no part of it.
  const address = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return { provider, server: port === undefined ? undefined : { address, port } };
}

function providerOf(client: Fields, host: string): GenAiProviderName {
  const told = text(client["_genAIProviderName"]);
  if (told !== undefined) return told;
  for (let of: unknown = client.constructor; typeof of === "function"; of = Object.getPrototypeOf(of)) {
    if (Object.hasOwn(CLASSES, of.name)) return CLASSES[of.name] ?? "anthropic";
  }
  return HOSTS.find(([pattern]) => pattern.test(host))?.[1] ?? "anthropic";
}
