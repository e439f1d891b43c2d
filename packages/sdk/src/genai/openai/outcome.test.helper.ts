import { fields } from "../fields.ts";

/** What an application sees of a call, as plain data to compare: the value, or the error with its class and codes. */
export async function outcome(run: () => unknown): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(JSON.stringify((await run()) ?? null));
    return { value };
  } catch (error) {
    const { name, message, constructor, status, code, cause } = fields(error);
    return { name, message, class: nameOf(constructor), status, code, cause: String(cause) };
  }
}

function nameOf(value: unknown): string | undefined {
  return typeof value === "function" ? value.name : undefined;
}
