import { PORTS } from "./port-table.ts";
import {
  COLLECTOR_VERSION,
  LOKI_VERSION,
  PROGRAMS,
  PROMETHEUS_VERSION,
  TEMPO_VERSION,
} from "./programs.ts";

/** The commands of the tool. */
export const COMMANDS = ["build", "up", "down", "status", "verify", "traffic"] as const;

/** One of {@link COMMANDS}. */
export type Command = (typeof COMMANDS)[number];

/** Help for one command, or for all of them. */
export function helpText(command: Command | undefined): string {
  return command === undefined ? overview() : `${HELP[command]}\n\n${FOOT}`;
}

const FOOT = "Variables: `pnpm stack --help`. More: docs/stack.md.";

const HELP: Readonly<Record<Command, string>> = {
  build: `pnpm stack build [--with prometheus,loki,checks]

Makes what is not at hand: pulls the Docker images where an engine answers, else builds the
Collector ${COLLECTOR_VERSION} and Tempo ${TEMPO_VERSION} with Go into the cache (about 3 minutes each, once).
--with adds Prometheus ${PROMETHEUS_VERSION} and Loki ${LOKI_VERSION} (about 5 minutes each), and with \`checks\` what checks
the files of deploy/: promtool, kubectl-validate and the schemas (about 2 minutes).`,
  up: `pnpm stack up [--with prometheus,loki]

Starts a Collector in front of Tempo, waits until both are ready, and prints where they are.
Builds and downloads nothing. Does nothing when they already run.
--with adds Prometheus for the metrics and Loki for the logs.`,
  down: `pnpm stack down

Stops what \`up\` started and nothing else. Traces and logs stay in the cache.`,
  status: `pnpm stack status [--json]

Tells for each part whether it runs and is ready, with version, pid, ports and log.
Exit code 0 when all are ready, 1 otherwise.`,
  verify: `pnpm stack verify [--protocol grpc|http/protobuf]

Starts the example backend, sends one request through Collector and Tempo, reads the trace back
and checks it: one root, no span without its parent, every expected span. Once for each protocol,
or only for the one given. Starts the stack for the time of the check when it is not up.`,
  traffic: `pnpm stack traffic [--seconds 60] [--with prometheus,loki]

Starts the example backend and asks it the way users do, through the stack that is up: conversations
of several turns, tools, failing tools, loops of tools, a slow model, a model that answers with
errors, bad requests and health probes. Afterwards every panel of the dashboards has data.`,
};

function overview(): string {
  const ports = Object.values(PORTS).map(({ variable, fallback, purpose }) =>
    row(variable, `${purpose} (${fallback})`),
  );
  return `A real OpenTelemetry Collector in front of a real Grafana Tempo, on loopback.

pnpm stack <command>        (or: npm run stack -- <command>)

  build    make what is not at hand; the only command that takes minutes
  up       start Collector and Tempo [--with prometheus,loki]
  down     stop what \`up\` started
  status   tell what runs [--json]
  verify   send a request of the example backend through and check its trace
  traffic  ask the example backend for a while, so that there is something to see

pnpm stack <command> --help tells more.

Variables
${[
  ...Object.values(PROGRAMS).map(({ variable, title }) => row(variable, `path of ${title}`)),
  row("AGENT_OTEL_STACK_NAME", "instance; each has its own state (default)"),
  row("AGENT_OTEL_STACK_DEBUG_VERBOSITY", "basic, normal or detailed: metrics and logs (basic)"),
  ...ports,
].join("\n")}

Exit codes: 0 done, 1 failed or not ready, 2 wrong use, 130 interrupted.`;
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(40)} ${text}`;
}
