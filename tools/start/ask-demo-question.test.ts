import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { askDemoQuestion, demoQuestion, waitForHealth } from "./ask-demo-question.ts";
import { freePort, isTaken } from "./ports.ts";
import { urlLines } from "./url-lines.ts";

const running = new AbortController().signal;
const traceId = "5b8efff798038103d269b633813fc60c";

test("the question is asked and the answer comes as one harmless line with its trace", async (t) => {
  const asked: string[] = [];
  const url = await serve(t, (request, response) => {
    request.on("data", (chunk) => asked.push(String(chunk)));
    request.on("end", () => {
      response.setHeader("traceparent", `00-${traceId}-eee19b7ec3c1b174-01`);
      response.end(JSON.stringify({ answer: "It is\n\u001b[2Jshipped." }));
    });
  });
  assert.deepEqual(await askDemoQuestion(url, running), {
    question: demoQuestion,
    answer: "It is [2Jshipped.",
    traceId,
  });
  assert.deepEqual(JSON.parse(asked.join("")), { message: demoQuestion });
});

test("a refusal is told with its status and detail, an answer without a trace with its likely cause", async (t) => {
  const failing = await serve(t, (_, response) => {
    response.statusCode = 502;
    response.end(JSON.stringify({ title: "Bad Gateway", detail: "The model is down." }));
  });
  await assert.rejects(askDemoQuestion(failing, running), {
    name: "DemoError",
    message: "the backend answered 502: The model is down.",
  });
  const untraced = await serve(t, (_, response) => response.end(JSON.stringify({ answer: "x" })));
  await assert.rejects(askDemoQuestion(untraced, running), {
    message: "the answer has no traceparent header. Is OTEL_SDK_DISABLED set?",
  });
});

test("the wait for health ends when the backend is well, and when it has ended", async (t) => {
  let polls = 0;
  const url = await serve(t, (request, response) => {
    assert.match(String(request.headers.traceparent), /-00$/);
    polls++;
    response.statusCode = polls < 3 ? 503 : 200;
    response.end();
  });
  await waitForHealth(url, running);
  assert.equal(polls, 3);
  await assert.rejects(waitForHealth("http://127.0.0.1:1", AbortSignal.abort()), {
    name: "DemoError",
  });
});

test("a taken port is noticed, a free one found", async (t) => {
  const url = new URL(await serve(t, (_, response) => response.end()));
  assert.equal(await isTaken("127.0.0.1", Number(url.port)), true);
  const port = await freePort("127.0.0.1");
  assert.equal(await isTaken("127.0.0.1", port), false);
});

test("the last lines name every URL and a curl call, but no password", () => {
  const url = "http://127.0.0.1:3010";
  assert.deepEqual(urlLines(url, { tempoPort: 3200, endpoint: undefined }).slice(4, 6), [
    "Traces    http://127.0.0.1:3200/api/search",
    `Try       curl -s http://127.0.0.1:3010/v1/chat -H 'content-type: application/json' -d '{"message":"${demoQuestion}"}'`,
  ]);
  const endpoint = "https://user:secret@collector.example:4318/otlp";
  const elsewhere = urlLines(url, { tempoPort: undefined, endpoint });
  assert.equal(
    elsewhere[4],
    "Telemetry https://collector.example:4318/otlp (OTEL_EXPORTER_OTLP_ENDPOINT is set)",
  );
});

async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}
