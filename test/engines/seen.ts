import type { EndedApplication } from "../support/application.ts";
import type { PlainObject } from "./canonical-request.ts";
import { inWords } from "./normalise.ts";

const SEEN = "seen: ";

/** What the application could see of its engine, as it has printed it. Throws when it has not got so far. */
export function seenBy({ output, errors }: EndedApplication): string {
  const line = output.find((text) => text.startsWith(SEEN));
  if (line === undefined) throw new Error(`the application broke off: ${errors.join("\n")}`);
  return line.slice(SEEN.length);
}

/** Words for the address of the server in the application. */
export function serverWords(seen: string): readonly (readonly [string, string])[] {
  const [address, port] = /127\.0\.0\.1:(\d+)/.exec(seen) ?? [];
  if (address === undefined || port === undefined) return [];
  return [
    [address, "<server>"],
    [port, "<server's port>"],
  ];
}

/** What was seen, with words in place of random ids. */
export function normaliseSeen(seen: string, words: ReadonlyMap<string, string>): PlainObject {
  const text = inWords(seen, words).replaceAll(spanId, (id) =>
    given.has(id) ? id : "<span that was not recorded>",
  );
  return JSON.parse(text);
}

const spanId = /(?<=-)[\da-f]{16}(?=-)/g;

/** Ids of spans that came from outside. */
const given = new Set(["b7ad6b7169203331", "00f067aa0ba902b7"]);
