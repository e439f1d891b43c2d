import { readFileSync } from "node:fs";
import { Command } from "commander";
import { createConfigCommand } from "./config/config-command.ts";
import { createDevCommand } from "./dev/dev-command.ts";
import { createValidateCommand } from "./validate/validate-command.ts";

/** The command line of `agent-otel`; `onExit` gets the exit code of a command. */
export function createProgram(onExit: (code: number) => void): Command {
  return new Command("agent-otel")
    .description("OpenTelemetry for AI-agent backends")
    .version(readVersion())
    .enablePositionalOptions()
    .addCommand(createDevCommand(onExit).passThroughOptions())
    .addCommand(createConfigCommand(onExit))
    .addCommand(createValidateCommand(onExit));
}

function readVersion(): string {
  const file = new URL("../package.json", import.meta.url);
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  const known = typeof content === "object" && content !== null && "version" in content;
  return known ? String(content.version) : "unknown";
}
