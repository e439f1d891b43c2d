import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { embeddings, inference } from "@agent-otel/semconv-genai";
import * as openai from "openai";
import { OpenAI } from "openai";
import { tool } from "../index.ts";
import { registerTestTelemetry } from "../telemetry.test.helper.ts";
import { chat } from "./call-forms.test.helper.ts";
import { patchOpenAi } from "./patch.test.helper.ts";
import { startFakeProvider } from "./server.test.helper.ts";

patchOpenAi(openai);

const telemetry = registerTestTelemetry();
const provider = await startFakeProvider();
const client = new OpenAI({ baseURL: provider.baseURL, apiKey: "k", maxRetries: 0 });

after(() => provider.close());
beforeEach(() => telemetry.reset());

const names = (): string[] => telemetry.spans().map(({ name }) => name);

test("a call that a framework records around the client is one span", async () => {
  await inference({ provider: "openai", model: "outer" }, () =>
    client.chat.completions.create(chat("gpt-x")),
  );
  assert.deepEqual(names(), ["chat outer"]);
  await embeddings({ provider: "openai", model: "outer" }, () =>
    client.embeddings.create({ model: "embed-x", input: "text" }),
  );
  assert.deepEqual(names(), ["chat outer", "embeddings outer"]);
});

test("embeddings inside a call to a model are another call", async () => {
  await inference({ provider: "openai", model: "outer" }, () =>
    client.embeddings.create({ model: "embed-x", input: "text" }),
  );
  assert.deepEqual(names(), ["embeddings embed-x", "chat outer"]);
});

test("a tool inside a call may call a model of its own", async () => {
  await inference({ provider: "openai", model: "outer" }, () =>
    tool({ name: "ask" }, async () => (await client.chat.completions.create(chat("inner"))).id),
  );
  assert.deepEqual(names(), ["chat inner", "execute_tool ask", "chat outer"]);
});
