import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { Command, Option } from "commander";
import { createOutput } from "../terminal/output.ts";
import { cleanText } from "../view/text.ts";
import { LEVELS, runValidate } from "./run-validate.ts";
import type { ValidateRequest } from "./run-validate.ts";

type Options = Pick<ValidateRequest, "level" | "json"> & {
  readonly convention: "1.36" | "1.41" | "latest";
  readonly content: boolean;
};

/** The `validate` command; `onExit` gets 0 when all conforms, 1 when something does not, 2 for what is no OTLP. */
export function createValidateCommand(onExit: (code: number) => void): Command {
  return new Command("validate")
    .description("check telemetry (OTLP/JSON) against the GenAI and MCP semantic conventions")
    .argument("[file]", "file to read; standard input without it or for -")
    .addOption(
      new Option("--convention <version>", "version of the conventions")
        .choices(["1.36", "1.41", "latest"])
        .default("1.41"),
    )
    .addOption(
      new Option("--level <level>", "lowest level that is shown and decides the exit code")
        .choices(LEVELS)
        .default("warning"),
    )
    .option("--content", "message contents may be there", false)
    .option("--json", "print one JSON object on standard output", false)
    .addHelpText("after", help)
    .action(async (file: string | undefined, { convention, content, level, json }: Options) => {
      const input = await read(file);
      const [output, errors] = [createOutput(process.stdout), createOutput(process.stderr)];
      if (typeof input !== "string") {
        errors.write([`agent-otel validate: ${cleanText(input.message)}`]);
        return onExit(2);
      }
      const request = { text: input, version: convention, content, level, json };
      return onExit(runValidate(request, { output, errors }));
    });
}

async function read(file: string | undefined): Promise<string | Error> {
  if (file === undefined || file === "-") return text(process.stdin);
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const help = `
Reads one OTLP request, a list of them, or one per line as the Collector's file exporter writes them.
Telemetry that has nothing to do with GenAI or MCP is passed over.
Exit code: 0 when all conforms, 1 when something does not, 2 when there is no OTLP to read.

Examples:
  agent-otel validate traces.json
  agent-otel validate --convention latest --level info < telemetry.jsonl`;
