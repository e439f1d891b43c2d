import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { pino } from "pino";
import { Type } from "typebox";
import { createDemoModelServer } from "../demo-model/server.ts";
import { openDatabase } from "../store/database.ts";
import { alwaysCalls, startModelServer } from "../testing/model-server.ts";
import { createOrderLookup } from "../tools/order-lookup.ts";
import { createSearchKnowledge } from "../tools/search-knowledge.ts";
import { defineTool, ToolError } from "../tools/tool.ts";
import { createAgent, type Agent, type AgentAnswer, type AgentParts } from "./agent.ts";
import { createConversations } from "./conversations.ts";
import { createChatModel, type ChatMessage } from "./model.ts";

const logger = pino({ level: "silent" });
const database = openDatabase(new Date("2026-03-10T12:00:00Z"));
after(() => database.close());

const tools = [
  createOrderLookup(database),
  createSearchKnowledge(database),
  defineTool({
    name: "calculate",
    description: "Fails in two ways",
    kind: "function",
    parameters: Type.Object({ expression: Type.String() }),
    run: ({ expression }) => {
      if (expression === "1 + 1") throw new ToolError("the calculator is not available");
      throw new Error("internal detail");
    },
  }),
];

function createTestAgent(baseUrl: string, parts: Partial<AgentParts> = {}): Agent {
  const model = createChatModel({ name: "demo-model", baseUrl, apiKey: "k", timeoutMs: 10_000 });
  return createAgent({ model, tools, conversations: createConversations(), logger, ...parts });
}

async function ask(agent: Agent, message: string, conversationId = "c"): Promise<AgentAnswer> {
  return agent.ask({ message, conversationId, signal: new AbortController().signal });
}

describe("createAgent() with the demo model over HTTP", async () => {
  const server = await startModelServer(createDemoModelServer());
  after(() => server.close());

  it("asks the model, runs the tools it calls, and answers from their results", async () => {
    const { usage, ...answer } = await ask(
      createTestAgent(server.baseUrl),
      "Where is my order 1042?",
    );
    assert.deepEqual(answer, {
      answer:
        "Order 1042 over 249.90 euros is shipped with Nordpost (NP-5502-1042), arrives on 2026-03-12.",
      stopReason: "answer",
      steps: 2,
      toolCalls: [{ name: "order_lookup", outcome: "ok" }],
    });
    assert.ok(usage.cachedInputTokens > 0 && usage.cachedInputTokens < usage.inputTokens);
    assert.ok(usage.outputTokens > 0);
  });

  it("runs several calls of one step together and keeps their order", async () => {
    const { answer, steps } = await ask(
      createTestAgent(server.baseUrl),
      "Where is my order 1043, and what is your return policy?",
    );
    assert.equal(steps, 2);
    assert.match(answer, /^Order 1043 .* is processing.* Our return policy gives you 30 days/);
  });

  it("remembers the conversation, in a form that the model accepts", async () => {
    const conversations = createConversations();
    const agent = createTestAgent(server.baseUrl, { conversations });
    await ask(agent, "Where is my order 1042?", "mine");
    await ask(agent, "What is your return policy?", "mine");
    const roles = conversations.read("mine").map(({ role }) => role);
    const turn = ["user", "assistant", "tool", "assistant"];
    assert.deepEqual(roles, [...turn, ...turn]);
    assert.deepEqual(conversations.read("other"), []);
  });

  it("lets the model read why a tool failed, but nothing internal", async () => {
    const agent = createTestAgent(server.baseUrl);
    const expected = await ask(agent, "What is 1 + 1?");
    assert.match(expected.answer, /the calculator is not available/);
    const unexpected = await ask(agent, "What is 2 + 2?");
    assert.deepEqual(unexpected.toolCalls, [{ name: "calculate", outcome: "error" }]);
    assert.equal(unexpected.answer, "I could not use calculate: the tool failed.");
  });
});

/** Asks an agent whose model calls these tools in every step. */
async function askLost(
  calls: readonly { name: string; args: string }[],
  parts: Partial<AgentParts> = {},
): Promise<{ answer: AgentAnswer; remembered: readonly ChatMessage[]; result: string }> {
  const server = await startModelServer(alwaysCalls(...calls));
  const conversations = createConversations();
  try {
    const answer = await ask(createTestAgent(server.baseUrl, { conversations, ...parts }), "?");
    const remembered = conversations.read("c");
    const content = remembered.find(({ role }) => role === "tool")?.content;
    assert.ok(typeof content === "string");
    return { answer, remembered, result: content };
  } finally {
    await server.close();
  }
}

const lookup = { name: "order_lookup", args: '{"orderNumber":1042}' };
const faultyCalls: readonly (readonly [name: string, args: string, message: RegExp])[] = [
  ["delete_everything", "{}", /there is no tool of this name/],
  ["order_lookup", '{"orderNumber":', /invalid arguments: not valid JSON/],
  ["order_lookup", "[]", /invalid arguments: arguments must be object/],
  ["order_lookup", "", /invalid arguments: arguments must have required/],
];

describe("createAgent() with a model that is no good", () => {
  it("stops after maxSteps and says so", async () => {
    const { answer, remembered } = await askLost([lookup], { maxSteps: 3 });
    assert.equal(answer.stopReason, "step_limit");
    assert.equal(answer.steps, 3);
    assert.equal(answer.toolCalls.length, 3);
    assert.equal(
      answer.answer,
      "I could not finish this within 3 steps. Please ask a smaller question.",
    );
    assert.equal(remembered.at(-1)?.content, answer.answer);
  });

  it("stops after 8 steps unless told otherwise", async () => {
    assert.equal((await askLost([lookup])).answer.steps, 8);
  });

  for (const [name, args, message] of faultyCalls) {
    it(`answers a call of ${name} with ${JSON.stringify(args)} with an error`, async () => {
      const { answer, result } = await askLost([{ name, args }], { maxSteps: 1 });
      assert.deepEqual(answer.toolCalls[0], { name, outcome: "error" });
      assert.match(result, message);
    });
  }

  it("runs at most 16 calls of one step", async () => {
    const calls = Array.from({ length: 20 }, () => lookup);
    const { answer } = await askLost(calls, { maxSteps: 1 });
    assert.equal(answer.toolCalls.filter(({ outcome }) => outcome === "ok").length, 16);
    assert.equal(answer.toolCalls.filter(({ outcome }) => outcome === "error").length, 4);
  });

  it("cuts a result that is too long for the model", async () => {
    const long = defineTool({
      name: "long",
      description: "",
      kind: "function",
      parameters: Type.Object({}),
      run: () => "x".repeat(50_000),
    });
    const call = { name: "long", args: "{}" };
    const { result } = await askLost([call], { tools: [long], maxSteps: 1 });
    assert.equal(result.length, 16_000);
  });
});
