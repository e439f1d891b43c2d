import { parseArgs } from "node:util";
import { type ContenderName, contenderNames } from "./contenders.ts";
import { helpText } from "./help.ts";
import { type ScenarioName, scenarioNames } from "./scenarios/scenario.ts";

/** A run as it was asked for. */
export interface Call {
  /** In the order of the tables; `bare` is always among them, everything is compared with it. */
  readonly contenders: readonly ContenderName[];
  readonly scenarios: readonly ScenarioName[];
  /** Rounds instead of each scenario's own number. */
  readonly rounds: number | undefined;
  readonly quick: boolean;
  /** Results as JSON on stdout instead of tables. */
  readonly json: boolean;
  /** Nothing was left out: its results are those to be kept. */
  readonly whole: boolean;
}

/** The arguments make no sense; shown together with the help. */
export class UsageError extends Error {}

/** Those of whom the figures change most from one commit to the next. */
const quickContenders = ["upstream-auto", "upstream-node-sdk", "ours"] as const;

/**
 * Reads the arguments: a run, or the help text to print.
 *
 * @throws {UsageError} naming what is not understood
 */
export function readCall(args: readonly string[]): Call | string {
  const { contender, scenario, rounds, quick = false, json = false, help } = parse(args);
  if (help === true) return helpText();
  const wanted = choose("--contender", contender, contenderNames);
  const fallback: readonly ContenderName[] = quick ? quickContenders : contenderNames;
  const chosen = new Set<ContenderName>(["bare", ...(wanted ?? fallback)]);
  return {
    contenders: contenderNames.filter((name) => chosen.has(name)),
    scenarios: choose("--scenario", scenario, scenarioNames) ?? scenarioNames,
    rounds: readRounds(rounds),
    quick,
    json,
    whole: !quick && wanted === undefined && scenario === undefined,
  };
}

interface Arguments {
  readonly contender?: string[];
  readonly scenario?: string[];
  readonly rounds?: string;
  readonly quick?: boolean;
  readonly json?: boolean;
  readonly help?: boolean;
}

function parse(args: readonly string[]): Arguments {
  try {
    return parseArgs({
      args: args.filter((argument) => argument !== "--"),
      options: {
        contender: { type: "string", multiple: true, short: "c" },
        scenario: { type: "string", multiple: true, short: "s" },
        rounds: { type: "string" },
        quick: { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function choose<Name extends string>(
  option: string,
  given: readonly string[] | undefined,
  known: readonly Name[],
): readonly Name[] | undefined {
  if (given === undefined) return undefined;
  const names = given.flatMap((text) => text.split(","));
  for (const name of names) {
    if (known.some((one) => one === name)) continue;
    throw new UsageError(`${option}: expected one of ${known.join(", ")}, got "${name}".`);
  }
  return known.filter((name) => names.includes(name));
}

function readRounds(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const rounds = Number(given);
  if (!/^\d+$/u.test(given) || rounds < 1 || rounds > 1_000) {
    throw new UsageError(`--rounds: expected a whole number from 1 to 1000, got "${given}".`);
  }
  return rounds;
}
