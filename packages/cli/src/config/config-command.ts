import { Command } from "commander";
import { createOutput } from "../terminal/output.ts";
import { runConfig } from "./run-config.ts";

/** The `config` command; `onExit` gets 1 when the configuration has problems, else 0. */
export function createConfigCommand(onExit: (code: number) => void): Command {
  return new Command("config")
    .description(
      "show what the SDK makes of this environment: each variable, its origin and faults",
    )
    .option("--json", "print one JSON object on standard output", false)
    .option("--set", "leave out what is not set and has its default", false)
    .addHelpText("after", help)
    .action(({ json, set }: { json: boolean; set: boolean }) => {
      const { env } = process;
      const directory = process.cwd();
      onExit(runConfig({ env, directory, json, set }, createOutput(process.stdout)));
    });
}

const help = `
Reads what @agent-otel/sdk/register would read here: the environment, .env in the working directory and
the file of OTEL_CONFIG_FILE. Nothing is started and nothing is sent; credentials are masked.
Exit code: 0 without problems, 1 with.

Examples:
  agent-otel config
  agent-otel config --json | jq '.variables[] | select(.origin == "environment")'`;
