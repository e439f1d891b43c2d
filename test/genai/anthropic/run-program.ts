import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { type EndedApplication, startApplication } from "../../support/application.ts";
import { type OtlpReceiver, startOtlpReceiver } from "../../support/otlp-receiver.ts";
import { answerAnthropic, resetAnthropic } from "../provider/anthropic.ts";

/** What an application saw of a call, by the name of the form. */
export type Outcomes = Readonly<Record<string, unknown>>;

/** A run of the program with telemetry. */
export interface InstrumentedRun {
  readonly outcomes: Outcomes;
  readonly receiver: OtlpReceiver;
  readonly errors: readonly string[];
}

/** Settings of the program; see there. */
export type ProgramSettings = Readonly<Record<`APP_${string}` | `OTEL_${string}`, string>>;

/** Runs the program in a process without any telemetry. */
export async function runBare(settings: ProgramSettings): Promise<Outcomes> {
  const preload = "data:text/javascript,";
  return outcomesOf(await withProvider((env) => run({ ...settings, ...env }, preload)));
}

/** Runs the program under `@agent-otel/sdk/register`; what it sends is there when it has ended. */
export async function runInstrumented(settings: ProgramSettings): Promise<InstrumentedRun> {
  const receiver = await startOtlpReceiver();
  try {
    const OTEL_EXPORTER_OTLP_ENDPOINT = receiver.url;
    const ended = await withProvider((env) =>
      run({ OTEL_EXPORTER_OTLP_ENDPOINT, ...settings, ...env }),
    );
    return { outcomes: outcomesOf(ended), receiver, errors: ended.errors };
  } finally {
    receiver.close();
  }
}

/** Everything that was sent, as text to search. */
export function sentText(receiver: OtlpReceiver): string {
  return receiver.requests.map(({ message }) => message.toString("latin1")).join("\n");
}

const PROGRAM = fileURLToPath(new URL("program.mjs", import.meta.url));

function run(env: ProgramSettings, preload?: string): Promise<EndedApplication> {
  return startApplication({
    program: PROGRAM,
    env,
    deadlineMs: 60_000,
    ...(preload === undefined ? {} : { preload }),
  }).ended;
}

async function withProvider<Result>(
  body: (env: { readonly APP_URL: string }) => Promise<Result>,
): Promise<Result> {
  const server = createServer(answerAnthropic);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  try {
    return await body({ APP_URL: `http://127.0.0.1:${port}` });
  } finally {
    resetAnthropic();
    server.closeAllConnections();
    server.close();
  }
}

const OUTCOMES = "outcomes: ";

function outcomesOf({ output, errors }: EndedApplication): Outcomes {
  const line = output.find((text) => text.startsWith(OUTCOMES));
  if (line === undefined) throw new Error(`the program did not get to its end: ${errors.join("\n")}`);
  return JSON.parse(line.slice(OUTCOMES.length));
}
