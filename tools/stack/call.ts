import { parseArgs } from "node:util";
import { COMMANDS, helpText } from "./help.ts";
import type { Command } from "./help.ts";
import { PROTOCOLS } from "./trace/protocol.ts";
import type { Protocol } from "./trace/protocol.ts";

/** A command as it was asked for. */
export interface Call {
  readonly command: Command;
  readonly json: boolean;
  readonly protocols: readonly Protocol[];
}

/** The arguments make no sense; shown together with the help. */
export class UsageError extends Error {}

/**
 * Reads the arguments: a call, or the help text to print.
 *
 * @throws {UsageError} naming what is not understood
 */
export function readCall(args: readonly string[]): Call | string {
  const { values, positionals } = parse(args);
  const [word, ...rest] = positionals;
  const command = COMMANDS.find((known) => known === word);
  if (values.help === true) return helpText(command);
  if (command === undefined) {
    throw new UsageError(word === undefined ? "Which command?" : `There is no command "${word}".`);
  }
  if (rest.length > 0) throw new UsageError(`"${command}" takes no "${rest.join(" ")}".`);
  if (values.json === true && command !== "status") {
    throw new UsageError(`"${command}" takes no --json.`);
  }
  if (values.protocol !== undefined && command !== "verify") {
    throw new UsageError(`"${command}" takes no --protocol.`);
  }
  const protocols = PROTOCOLS.filter(
    (known) => values.protocol === undefined || known === values.protocol,
  );
  if (protocols.length === 0) {
    throw new UsageError(
      `--protocol: expected ${PROTOCOLS.join(" or ")}, got "${values.protocol}".`,
    );
  }
  return { command, json: values.json === true, protocols };
}

interface Arguments {
  readonly positionals: readonly string[];
  readonly values: { readonly help?: boolean; readonly json?: boolean; readonly protocol?: string };
}

function parse(args: readonly string[]): Arguments {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h" },
        json: { type: "boolean" },
        protocol: { type: "string" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
