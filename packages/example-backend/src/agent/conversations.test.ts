import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createConversations } from "./conversations.ts";
import type { ChatMessage } from "./model.ts";

function turn(question: string): ChatMessage[] {
  return [
    { role: "user", content: question },
    { role: "assistant", content: `answer to ${question}` },
  ];
}

describe("createConversations()", () => {
  it("knows nothing of a new conversation", () => {
    assert.deepEqual(createConversations().read("a"), []);
  });

  it("keeps conversations apart and in order", () => {
    const conversations = createConversations();
    conversations.append("a", turn("1"));
    conversations.append("b", turn("2"));
    conversations.append("a", turn("3"));
    assert.deepEqual(conversations.read("a"), [...turn("1"), ...turn("3")]);
    assert.deepEqual(conversations.read("b"), turn("2"));
  });

  it("forgets the oldest turns beyond maxTurns", () => {
    const conversations = createConversations({ maxTurns: 2 });
    for (const question of ["1", "2", "3"]) conversations.append("a", turn(question));
    assert.deepEqual(conversations.read("a"), [...turn("2"), ...turn("3")]);
  });

  it("forgets whole turns, oldest first, beyond maxCharacters", () => {
    const size = JSON.stringify(turn("1")).length;
    const conversations = createConversations({ maxCharacters: 2 * size });
    for (const question of ["1", "2", "3"]) conversations.append("a", turn(question));
    assert.deepEqual(conversations.read("a"), [...turn("2"), ...turn("3")]);
  });

  it("does not keep a turn that is too large alone", () => {
    const conversations = createConversations({ maxCharacters: 100 });
    conversations.append("a", turn("x".repeat(200)));
    assert.deepEqual(conversations.read("a"), []);
  });

  it("forgets the conversation that was used least recently beyond maxConversations", () => {
    const conversations = createConversations({ maxConversations: 2 });
    conversations.append("a", turn("1"));
    conversations.append("b", turn("2"));
    conversations.append("a", turn("3"));
    conversations.append("c", turn("4"));
    assert.deepEqual(conversations.read("b"), []);
    assert.equal(conversations.read("a").length, 4);
    assert.equal(conversations.read("c").length, 2);
  });
});
