/** `gen_ai.request.model` as `GEN_AI_REQUEST_MODEL`. */
export function constantCase(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");
}

/** `gen_ai.operation.name` as `GenAiOperationName`; also for `fetchResponse`. */
export function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => (word === "openai" ? "OpenAi" : word.slice(0, 1).toUpperCase() + word.slice(1)))
    .join("");
}

/** The first line of every generated file. */
export const HEADER =
  "// Generated from src/facts by tools/semconv/main.ts; changes belong there.\n";

/** A TSDoc comment of these lines; empty ones are left out. */
export function doc(...lines: readonly (string | undefined)[]): string {
  const said = lines.filter((line) => line !== undefined && line !== "");
  if (said.length === 1) return `/** ${said[0]} */\n`;
  return `/**\n${said.map((line) => ` * ${line}\n`).join(" *\n")} */\n`;
}

/** The text for a name; a name without one is a gap in the words, which stops the generator. */
export function wordsFor<T>(words: Readonly<Record<string, T>>, name: string): T {
  const found = words[name];
  if (found === undefined) throw new Error(`tools/semconv/words has nothing for ${name}`);
  return found;
}
