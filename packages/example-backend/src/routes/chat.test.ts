import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, it } from "node:test";
import type { Agent } from "../agent/agent.ts";
import { ModelError, type ModelFailure } from "../agent/model-error.ts";
import { answer, createTestApp } from "../testing/test-app.ts";

const { app, chat } = await createTestApp();

describe("POST /v1/chat", () => {
  it("answers with what the agent says, in the conversation that was named", async () => {
    const response = await chat({ message: "hi", conversationId: "mine" });
    assert.equal(response.statusCode, 200);
    assert.deepEqual(response.json(), { conversationId: "mine", ...answer });
  });

  it("starts a conversation when none is named", async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => (await chat({ message: "hi" })).json().conversationId),
    );
    assert.match(ids[0], /^[0-9a-f-]{36}$/);
    assert.notEqual(ids[0], ids[1]);
  });
});

const badBodies: readonly (readonly [
  name: string,
  body: unknown,
  field: string,
  detail: string,
])[] = [
  ["a message that is a number", { message: 42 }, "message", "must be string"],
  ["a message that is null", { message: null }, "message", "must be string"],
  ["no message", {}, "message", "is required"],
  ["an empty message", { message: "" }, "message", "must NOT have fewer than 1 characters"],
  ["a blank message", { message: " \n" }, "message", "must not be blank"],
  [
    "a long message",
    { message: "x".repeat(8_001) },
    "message",
    "must NOT have more than 8000 characters",
  ],
  ["an unknown field", { message: "hi", conversationID: "x" }, "conversationID", "is not known"],
  [
    "a conversation id with a path in it",
    { message: "hi", conversationId: "../x" },
    "conversationId",
    'must match pattern "^[A-Za-z0-9_-]{1,64}$"',
  ],
  ["a list", [], "body", "must be object"],
  ["null", null, "body", "must be object"],
  ["text", "{", "body", "Body is not valid JSON but content-type is set to 'application/json'"],
  ["nothing", "", "body", "Body cannot be empty when content-type is set to 'application/json'"],
];

describe("POST /v1/chat with a bad body", () => {
  for (const [name, body, field, detail] of badBodies) {
    it(`names the field of ${name}`, async () => {
      const response = await chat(body);
      assert.equal(response.statusCode, 400);
      assert.equal(response.headers["content-type"], "application/problem+json");
      const problem = response.json();
      assert.deepEqual([problem.status, problem.title], [400, "Bad Request"]);
      const faults: { field: string; detail: string }[] = problem.errors;
      assert.ok(
        faults.some((fault) => fault.field === field && fault.detail === detail),
        JSON.stringify(faults),
      );
    });
  }

  it("answers another content type with 415 and a large body with 413", async () => {
    const form = await app.inject({
      method: "POST",
      url: "/v1/chat",
      payload: "a=b",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    assert.deepEqual([form.statusCode, form.json().status], [415, 415]);
    const large = await chat({ message: "x".repeat(70_000) });
    assert.deepEqual([large.statusCode, large.json().title], [413, "Payload Too Large"]);
  });
});

const failures: readonly (readonly [kind: ModelFailure, status: number, detail: string])[] = [
  ["unreachable", 502, "The model endpoint could not be reached."],
  ["refused", 502, "The model endpoint answered with an error."],
  ["unusable", 502, "The model endpoint gave an answer that could not be used."],
  ["timeout", 504, "The model endpoint did not answer in time."],
];

describe("POST /v1/chat when something fails", () => {
  for (const [kind, status, detail] of failures) {
    it(`answers ${status} when the model is ${kind}`, async () => {
      const error = new ModelError(kind, "at 10.0.0.7", { cause: new Error("prompt: my secret") });
      const failing = await createTestApp(() => Promise.reject(error));
      const response = await failing.chat({ message: "hi" });
      assert.equal(response.statusCode, status);
      assert.equal(response.headers["content-type"], "application/problem+json");
      assert.equal(response.json().detail, detail);
      assert.doesNotMatch(response.body, /10\.0\.0\.7|secret/);
      assert.match(failing.log.join(""), /at 10\.0\.0\.7/);
      assert.doesNotMatch(failing.log.join(""), /my secret/);
    });
  }

  it("answers 500 without any detail for an error of our own, and logs where it happened", async () => {
    const error = new Error("no such table: passwords");
    const failing = await createTestApp(() => Promise.reject(error));
    const response = await failing.chat({ message: "hi" });
    assert.deepEqual(response.json(), {
      type: "about:blank",
      title: "Internal Server Error",
      status: 500,
      detail: "The server could not handle this request.",
    });
    const log = failing.log.join("");
    assert.match(log, /"failure":\{"type":"Error","frames":\["at .*chat\.test\.ts/);
    assert.doesNotMatch(log, /passwords/);
  });

  it("answers 504 when the agent takes too long", async () => {
    const slow = await createTestApp(untilAborted, 20);
    const response = await slow.chat({ message: "hi" });
    const { detail } = response.json();
    assert.deepEqual([response.statusCode, detail], [504, "The answer took too long."]);
  });
});

const untilAborted: Agent["ask"] = async ({ signal }) => {
  // A timer of its own keeps the process up: that of the time limit does not.
  const timer = setTimeout(() => undefined, 10_000);
  await once(signal, "abort");
  clearTimeout(timer);
  throw new Error("aborted", { cause: signal.reason });
};
