import { fields } from "../fields.ts";
import type { Fields } from "../fields.ts";

/** `params._meta` of a message. */
export function metaOf(message: unknown): Fields {
  return fields(fields(fields(message)["params"])["_meta"]);
}

/** The JSON that a tool answered with as text. */
export function answerOf(result: unknown): Fields {
  const content = fields(result)["content"];
  const first = fields(Array.isArray(content) ? content[0] : undefined);
  return fields(JSON.parse(String(first["text"])));
}
