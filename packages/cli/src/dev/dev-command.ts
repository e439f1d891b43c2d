import { Command, InvalidArgumentError, Option } from "commander";
import type { DevOptions } from "./options.ts";
import { defaultPorts } from "./options.ts";
import { runDev } from "./run-dev.ts";

/** The `dev` command; `onExit` gets the exit code when it ends. */
export function createDevCommand(onExit: (code: number) => void): Command {
  return new Command("dev")
    .description("receive OTLP on this machine and print every finished trace as a tree")
    .argument(
      "[command...]",
      "a program to run with its telemetry directed here; write it after --",
    )
    .addOption(portOption("--grpc-port", "OTLP/gRPC", defaultPorts.grpc))
    .addOption(portOption("--http-port", "OTLP/HTTP", defaultPorts.http))
    .addOption(portOption("--tempo-port", "Tempo's query API", defaultPorts.tempo))
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option(
      "--max-spans <count>",
      "spans to keep; the oldest traces are dropped",
      readCount,
      100_000,
    )
    .option("--json", "print one JSON object per trace on standard output", false)
    .addHelpText("after", help)
    .action(async (command: string[], values: Values, self: Command) => {
      // Most likely an empty variable of a script, which would wait here for ever.
      if (command.length === 0 && process.argv.at(-1) === "--") {
        self.error("error: expected a command after --; leave -- out to run without one.");
      }
      onExit(await runDev(readOptions(command, values, self)));
    });
}

interface Values {
  grpcPort: number;
  httpPort: number;
  tempoPort: number;
  host: string;
  maxSpans: number;
  json: boolean;
}

const help = `
The command after -- gets these variables:
  OTEL_EXPORTER_OTLP_ENDPOINT       always: this back end
  OTEL_EXPORTER_OTLP_PROTOCOL       http/protobuf, unless set
  OTEL_BSP_SCHEDULE_DELAY           200 (ms), unless set, so that spans show at once
  OTEL_BLRP_SCHEDULE_DELAY          200 (ms), unless set
  OTEL_METRIC_EXPORT_INTERVAL       5000 (ms), unless set
Without --, it runs until Ctrl-C. With a command it exits with the command's exit code.

Examples:
  agent-otel dev -- node --import @agent-otel/sdk/register server.js
  agent-otel dev --json -- npm test`;

function portOption(flag: string, what: string, preset: number): Option {
  return new Option(`${flag} <port>`, `port of ${what} (0: any free one)`)
    .argParser(readPort)
    .default(preset, `${preset}, or the next free one`);
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError("Expected a port from 0 to 65535.");
  }
  return port;
}

function readCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("Expected a whole number > 0.");
  return Number(text);
}

function readOptions(command: string[], values: Values, self: Command): DevOptions {
  const chosen = (name: string): boolean => self.getOptionValueSource(name) === "cli";
  const { host, maxSpans, json } = values;
  return {
    command,
    host,
    maxSpans,
    json,
    ports: {
      grpc: { option: "--grpc-port", port: values.grpcPort, explicit: chosen("grpcPort") },
      http: { option: "--http-port", port: values.httpPort, explicit: chosen("httpPort") },
      tempo: { option: "--tempo-port", port: values.tempoPort, explicit: chosen("tempoPort") },
    },
  };
}
