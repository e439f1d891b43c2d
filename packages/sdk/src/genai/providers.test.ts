import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { endpointOf } from "./openai/endpoint.ts";
import { chooseProviders, providerAt } from "./providers.ts";

afterEach(() => chooseProviders([]));

const hosts: Readonly<Record<string, string | undefined>> = {
  "api.openai.com": "openai",
  "eu.api.openai.com": "openai",
  "name.openai.azure.com": "azure.ai.openai",
  "name.cognitiveservices.azure.com": "azure.ai.openai",
  "name.services.ai.azure.com": "azure.ai.inference",
  "bedrock-mantle.us-east-1.api.aws": "aws.bedrock",
  "bedrock-runtime.eu-central-1.amazonaws.com": "aws.bedrock",
  "generativelanguage.googleapis.com": "gcp.gemini",
  "us-central1-aiplatform.googleapis.com": "gcp.vertex_ai",
  "aiplatform.googleapis.com": "gcp.vertex_ai",
  "api.anthropic.com": "anthropic",
  "api.cohere.ai": "cohere",
  "api.deepseek.com": "deepseek",
  "API.GROQ.com": "groq",
  "api.mistral.ai": "mistral_ai",
  "api.moonshot.cn": "moonshot_ai",
  "api.perplexity.ai": "perplexity",
  "us-east-1.api.x.ai": "x_ai",
  "us-south.ml.cloud.ibm.com": "ibm.watsonx.ai",
  // What only ends or begins like one of them is somebody else's.
  "evilapi.groq.com": undefined,
  "api.groq.com.example.org": undefined,
  "api.together.xyz": undefined,
  localhost: undefined,
};

test("the hosts of known providers tell them, and no others", () => {
  for (const [address, provider] of Object.entries(hosts)) {
    assert.equal(providerAt({ address, port: 443 }), provider, address);
  }
});

test("a rule wins over what a host is known for, at once, and the first that matches counts", () => {
  const resource = { _client: { baseURL: "https://api.groq.com/openai/v1" } };
  assert.equal(endpointOf(resource).provider, "groq");
  chooseProviders([
    { hosts: "*.groq.com:8443", provider: "other" },
    { hosts: "*.groq.com", provider: "mine" },
    { hosts: "*", provider: "any" },
  ]);
  assert.equal(endpointOf(resource).provider, "mine");
  assert.equal(endpointOf({ _client: { baseURL: "http://[::1]:8080" } }).provider, "any");
});

test("the client for another provider tells it behind a gateway, also when it is derived from", () => {
  class OpenAI {
    baseURL = "http://[::1]:8080/v1";
  }
  class AzureOpenAI extends OpenAI {}
  class Mine extends AzureOpenAI {}
  const server = { address: "::1", port: 8080 };
  assert.deepEqual(endpointOf({ _client: new OpenAI() }), { provider: "openai", server });
  assert.deepEqual(endpointOf({ _client: new Mine() }), { provider: "azure.ai.openai", server });
  for (const odd of [undefined, 7, { _client: null }, { _client: { baseURL: "nowhere" } }]) {
    assert.deepEqual(endpointOf(odd), { provider: "openai", server: undefined });
  }
});
