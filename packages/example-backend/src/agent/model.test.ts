import assert from "node:assert/strict";
import type { RequestListener, ServerResponse } from "node:http";
import { describe, it } from "node:test";
import { startModelServer } from "../testing/model-server.ts";
import { ModelError } from "./model-error.ts";
import { createChatModel, type ModelAnswer } from "./model.ts";

const secret = "never to be seen";

async function ask(
  baseUrl: string,
  { signal = new AbortController().signal, timeoutMs = 10_000 } = {},
): Promise<ModelAnswer> {
  const model = createChatModel({ name: "m", baseUrl, apiKey: "k", timeoutMs });
  return model.complete({ messages: [{ role: "user", content: secret }], tools: [], signal });
}

async function assertFails(
  handler: RequestListener,
  expected: { kind: string; reason: string; timeoutMs?: number },
): Promise<void> {
  const { kind, reason, timeoutMs = 10_000 } = expected;
  const server = await startModelServer((request, response) => {
    request.resume();
    handler(request, response);
  });
  try {
    await assert.rejects(ask(server.baseUrl, { timeoutMs }), (error) => {
      assert.ok(error instanceof ModelError);
      assert.deepEqual([error.kind, error.message], [kind, `model endpoint: ${reason}`]);
      return true;
    });
  } finally {
    await server.close();
  }
}

function sse(...events: readonly unknown[]): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`);
    response.end("data: [DONE]\n\n");
  };
}

const head = { id: "c", object: "chat.completion.chunk", created: 1, model: "m" };

const unusable = "the answer is not a chat completion";
const empty = { index: 0, delta: { role: "assistant" }, finish_reason: "stop" };
const unfinished = { index: 0, delta: { role: "assistant", content: "Hal" } };
const garbage: readonly (readonly [name: string, handler: RequestListener, reason: string])[] = [
  ["a web page", (_request, response) => response.end("<html>hello</html>"), unusable],
  ["an empty answer", (_request, response) => response.end(), unusable],
  ["no choices", sse({ ...head, choices: [] }), unusable],
  ["other JSON", sse({ hello: "world" }), unusable],
  ["null", sse(null), unusable],
  ["a stream that ends early", sse({ ...head, choices: [unfinished] }), unusable],
  [
    "an answer without content",
    sse({ ...head, choices: [empty] }),
    "the answer holds neither text nor tool call",
  ],
  [
    "events that are not JSON",
    (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(`data: {${secret}\n\ndata: [DONE]\n\n`);
    },
    unusable,
  ],
];

describe("createChatModel() with an endpoint that is no good", () => {
  for (const [name, handler, reason] of garbage) {
    it(`cannot use ${name}`, async () => {
      await assertFails(handler, { kind: "unusable", reason });
    });
  }

  it("says that nothing listens", async () => {
    const server = await startModelServer(() => undefined);
    await server.close();
    await assert.rejects(ask(server.baseUrl), {
      kind: "unreachable",
      message: "model endpoint: no connection (ECONNREFUSED)",
    });
  });

  it("says that the connection broke in the middle", async () => {
    await assertFails(
      (_request, response) => {
        startStream(response, () => response.socket?.resetAndDestroy());
      },
      { kind: "unreachable", reason: "connection lost (ECONNRESET)" },
    );
  });

  it("gives the status of an error answer, and not its text", async () => {
    await assertFails(
      (_request, response) => {
        response.writeHead(401, { "content-type": "application/json" });
        response.end(JSON.stringify({ error: { message: `bad: ${secret}` } }));
      },
      { kind: "refused", reason: "status 401" },
    );
  });

  it("retries once when the endpoint is overloaded", async () => {
    let requests = 0;
    await assertFails(
      (_request, response) => {
        requests += 1;
        response.writeHead(503, { "retry-after-ms": "1" }).end("busy");
      },
      { kind: "refused", reason: "status 503" },
    );
    assert.equal(requests, 2);
  });
});

describe("createChatModel() with an endpoint that is slow", () => {
  const timeout = {
    kind: "timeout",
    reason: "no whole answer within the time limit",
    timeoutMs: 200,
  };

  it("gives up on an endpoint that does not answer", async () => {
    await assertFails(() => undefined, timeout);
  });

  it("gives up on a stream that stalls", async () => {
    await assertFails((_request, response) => startStream(response), timeout);
  });

  it("ends with the caller's reason when the caller gives up", async () => {
    const server = await startModelServer((request) => request.resume());
    const caller = new AbortController();
    const asked = ask(server.baseUrl, { signal: caller.signal });
    caller.abort(new Error("caller went away"));
    await assert.rejects(asked, { message: "caller went away" });
    await server.close();
  });
});

function startStream(response: ServerResponse, afterFirst: () => void = () => undefined): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(`data: ${JSON.stringify({ ...head, choices: [] })}\n\n`, afterFirst);
}

describe("createChatModel() with a usage that is no numbers", () => {
  it("counts no tokens", async () => {
    const choice = {
      index: 0,
      delta: { role: "assistant", content: "Hello" },
      finish_reason: "stop",
    };
    const usage = { prompt_tokens: secret, completion_tokens: -5, prompt_tokens_details: null };
    const server = await startModelServer(
      sse({ ...head, choices: [choice] }, { ...head, choices: [], usage }),
    );
    try {
      const answer = await ask(server.baseUrl);
      assert.equal(answer.text, "Hello");
      assert.deepEqual(answer.usage, { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 });
    } finally {
      await server.close();
    }
  });
});
