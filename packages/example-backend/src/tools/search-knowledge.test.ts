import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { openDatabase } from "../store/database.ts";
import { createSearchKnowledge } from "./search-knowledge.ts";

const questions: readonly (readonly [question: string, document: string, heading: string])[] = [
  ["What is your return policy?", "returns", "How long you have"],
  ["How much does shipping cost?", "shipping", "Shipping costs"],
  ["my parcel is late", "shipping", "Late or lost parcels"],
  ["How long is the warranty on a lamp?", "warranty", "Length of the warranty"],
  ["Can I pay by invoice?", "payment", "Ways to pay"],
  ["delete my account", "account", "Deleting your account"],
  ["When are you open on Sundays?", "stores", "Opening hours"],
];

const hostile: readonly string[] = [
  '"',
  "'; DROP TABLE passages; --",
  "NEAR(return, 5) AND NOT",
  "document:",
  "{heading text}: return",
  "^return* + (",
  "return\0policy",
  "\u{1F600} \uD800",
  "-",
  '""""',
  "* * *",
  "a ".repeat(500),
  "OR AND NOT NEAR",
];

describe("search_knowledge", () => {
  const database = openDatabase(new Date());
  after(() => database.close());
  const tool = createSearchKnowledge(database);
  const search = async (
    query: string,
  ): Promise<readonly { document: string; heading: string }[]> => {
    const result = JSON.parse(await tool.run({ query }, new AbortController().signal));
    return result.passages;
  };

  for (const [question, document, heading] of questions) {
    it(`answers "${question}" from "${heading}"`, async () => {
      const passages = await search(question);
      assert.ok(passages.length >= 1 && passages.length <= 3);
      assert.deepEqual([passages[0]?.document, passages[0]?.heading], [document, heading]);
    });
  }

  it("finds nothing for words that are not in the documents", async () => {
    assert.deepEqual(await search("zebra quantum"), []);
  });

  for (const query of hostile) {
    it(`survives the query ${JSON.stringify(query.slice(0, 30))}`, async () => {
      assert.ok(Array.isArray(await search(query)));
      assert.equal((await search("return policy")).length > 0, true);
    });
  }
});
