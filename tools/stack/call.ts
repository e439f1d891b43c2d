import { parseArgs } from "node:util";
import { COMMANDS, helpText } from "./help.ts";
import type { Command } from "./help.ts";
import { BASE_PARTS, EXTRA_PARTS, PARTS } from "./programs.ts";
import type { Part } from "./programs.ts";
import { PROTOCOLS } from "./trace/protocol.ts";
import type { Protocol } from "./trace/protocol.ts";

/** A command as it was asked for. */
export interface Call {
  readonly command: Command;
  readonly json: boolean;
  readonly protocols: readonly Protocol[];
  /** The parts that the stack is to have. */
  readonly parts: readonly Part[];
  /** Whether `build` also makes what checks the files of `deploy/`. */
  readonly checks: boolean;
  /** How long `traffic` goes on, in seconds. */
  readonly seconds: number;
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
  return {
    command,
    json: values.json === true,
    protocols,
    ...readWith(command, values.with),
    seconds: readSeconds(command, values.seconds),
  };
}

function readWith(command: Command, given: string | undefined): Pick<Call, "parts" | "checks"> {
  if (given === undefined) return { parts: BASE_PARTS, checks: false };
  if (command !== "build" && command !== "up" && command !== "traffic") {
    throw new UsageError(`"${command}" takes no --with.`);
  }
  const known = [...EXTRA_PARTS, ...(command === "build" ? ["checks"] : [])];
  const words = given.split(",").map((word) => word.trim());
  const unknown = words.find((word) => !known.includes(word));
  if (unknown !== undefined) {
    throw new UsageError(`--with: expected ${known.join(", ")} with commas, got "${unknown}".`);
  }
  const parts = PARTS.filter((part) => BASE_PARTS.includes(part) || words.includes(part));
  return { parts, checks: words.includes("checks") };
}

/** Enough for every panel of the dashboards to have something to show. */
const TRAFFIC_SECONDS = 60;

function readSeconds(command: Command, given: string | undefined): number {
  if (given === undefined) return TRAFFIC_SECONDS;
  if (command !== "traffic") throw new UsageError(`"${command}" takes no --seconds.`);
  const seconds = /^\d{1,5}$/u.test(given) ? Number(given) : 0;
  if (seconds >= 1) return seconds;
  throw new UsageError(`--seconds: expected a whole number from 1 to 99999, got "${given}".`);
}

interface Arguments {
  readonly positionals: readonly string[];
  readonly values: {
    readonly help?: boolean;
    readonly json?: boolean;
    readonly protocol?: string;
    readonly with?: string;
    readonly seconds?: string;
  };
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
        with: { type: "string" },
        seconds: { type: "string" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
