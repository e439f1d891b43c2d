import type { Static, TSchema } from "typebox";
import { Value } from "typebox/value";

/** Something the model can ask the agent to do. */
export interface AgentTool {
  readonly name: string;
  /** Tells the model when to use the tool. */
  readonly description: string;
  /** Where it works: `datastore` reads our data, `extension` calls another system, `function` computes here. */
  readonly kind: "function" | "extension" | "datastore";
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /**
   * Does it. The arguments come from a model, so anything can be in them.
   * @throws {ToolError} with a message that helps the model to go on.
   */
  run(args: unknown, signal: AbortSignal): Promise<string>;
}

/** A failure that the model may read. Any other error stays inside: the model only learns that the tool failed. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}

/** A tool whose arguments are checked against their schema before `run` sees them, and whose result becomes JSON. */
export function defineTool<Parameters extends TSchema>(definition: {
  readonly name: string;
  readonly description: string;
  readonly kind: AgentTool["kind"];
  readonly parameters: Parameters;
  readonly run: (args: Static<Parameters>) => unknown;
}): AgentTool {
  const { name, description, kind, parameters, run } = definition;
  return {
    name,
    description,
    kind,
    parameters: Object.fromEntries(Object.entries(parameters)),
    run: async (args) => {
      if (!Value.Check(parameters, args)) throw new ToolError(describeFault(parameters, args));
      return JSON.stringify(run(args));
    },
  };
}

function describeFault(parameters: TSchema, args: unknown): string {
  const faults = Value.Errors(parameters, args)
    .slice(0, 3)
    .map(({ instancePath, message }) => `${instancePath.slice(1) || "arguments"} ${message}`);
  return `invalid arguments: ${faults.join("; ")}`;
}
