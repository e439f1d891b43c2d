import { retrieval } from "@agent-otel/sdk/genai";
import type { DatabaseSync } from "node:sqlite";
import { Type } from "typebox";
import { defineTool, type AgentTool } from "./tool.ts";

const maxPassages = 3;

/** Full-text search over the shipped documents: up to three passages, the best one first. */
export function createSearchKnowledge(database: DatabaseSync): AgentTool {
  // A word in a heading says more about a passage than one in its text.
  const search = database.prepare(
    `SELECT document, heading, text FROM passages WHERE passages MATCH ?
     ORDER BY bm25(passages, 2, 4, 1) LIMIT ${maxPassages}`,
  );
  return defineTool({
    name: "search_knowledge",
    description:
      "Searches the shop's documents: returns, shipping, warranty, payment, account, opening hours.",
    kind: "datastore",
    parameters: Type.Object(
      {
        query: Type.String({
          description: "Words to look for, or the question itself",
          minLength: 1,
          maxLength: 1_000,
        }),
      },
      { additionalProperties: false },
    ),
    run: ({ query }) => {
      const match = toMatchExpression(query);
      return retrieval({ dataSource: "knowledge", topK: maxPassages, query }, () => ({
        passages: match === undefined ? [] : search.all(match),
      }));
    },
  });
}

const maxWords = 32;
const stopWords = new Set(
  (
    "a about am an and any are as at be by can could do does for from get have how i if in is it me my of on or " +
    "our please so that the their there this to us was we were what when where which who will with would you your"
  ).split(" "),
);

/**
 * The words of the text, each in quotes and joined with OR. FTS5 has a query language of its own; quoted words of only
 * letters and digits cannot be any part of it, so no text makes the search fail.
 */
function toMatchExpression(text: string): string | undefined {
  const words = (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => !stopWords.has(word))
    .slice(0, maxWords);
  return words.length === 0 ? undefined : words.map((word) => `"${word}"`).join(" OR ");
}
