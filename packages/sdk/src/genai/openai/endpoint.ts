import type { GenAiProviderName, ServerEndpoint } from "@agent-otel/semconv-genai";
import { fields, text } from "../fields.ts";
import { providerAt, providerRules } from "../providers.ts";
import type { Endpoint } from "./api.ts";

/** Whom a resource of the client talks to, from the base URL and, behind a gateway, the class of its client. */
export function endpointOf(resource: unknown): Endpoint {
  const client = fields(fields(resource)["_client"]);
  const baseUrl = text(client["baseURL"]) ?? "";
  if (last?.baseUrl !== baseUrl || last.rules !== providerRules()) last = read(baseUrl);
  const { server, told } = last;
  return { provider: told ?? providerOf(client), server };
}

function read(baseUrl: string): NonNullable<typeof last> {
  const server = parse(baseUrl);
  const told = server === undefined ? undefined : providerAt(server);
  return { baseUrl, rules: providerRules(), server, told };
}

/** An application rarely has more than one; parsing the URL for each call costs more than the call's span. */
let last:
  | {
      readonly baseUrl: string;
      /** By which `told` was found. */
      readonly rules: unknown;
      readonly server: ServerEndpoint | undefined;
      /** Whom the host is known for. */
      readonly told: GenAiProviderName | undefined;
    }
  | undefined;

function parse(baseUrl: string): ServerEndpoint | undefined {
  if (!URL.canParse(baseUrl)) return undefined;
  const { hostname, port, protocol } = new URL(baseUrl);
  const number = port === "" ? DEFAULT_PORTS[protocol] : Number(port);
  if (number === undefined) return undefined;
  // As the spans of HTTP have it: an IPv6 address without brackets.
  return { address: hostname.replace(/^\[(.*)\]$/, "$1"), port: number };
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

/** The client of the package for another provider says whose API it speaks, wherever it sends it. */
function providerOf(client: object): GenAiProviderName {
  for (let type: unknown = client; isObject(type); type = Object.getPrototypeOf(type)) {
    const { constructor } = type;
    if (constructor?.name === "AzureOpenAI") return "azure.ai.openai";
    if (constructor?.name === "BedrockOpenAI") return "aws.bedrock";
  }
  return "openai";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
