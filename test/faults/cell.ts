import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { LedgerFigures } from "@agent-otel/sdk";
import type { OtlpProtocol } from "../../packages/sdk/src/config/config.ts";
import { type Program, startProgram } from "./program.ts";
import { receiverFor } from "./receiver-client.ts";
import type { Faults, Receiver, ReceiverOptions } from "./receiver.ts";

/** Over what protocol a program exports to what receiver. */
export interface Cell {
  readonly protocol: OtlpProtocol;
  /** What befalls the requests of each signal. @default nothing */
  readonly faults?: Faults;
  readonly tls?: ReceiverOptions["tls"];
  /** The receiver is down when the program starts. @default false */
  readonly down?: boolean;
  /** Where the program exports to, made from the receiver's URL. @default that URL */
  readonly endpoint?: (url: string) => string;
  /** Further variables of the program. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A program with numbered items and the receiver that they are for. */
export interface Running {
  readonly program: Program;
  readonly receiver: Receiver;
  /** Where the program exports to. */
  readonly url: string;
}

/** A program that has ended by itself. */
export interface Ended {
  readonly receiver: Receiver;
  /** Where the program exported to. */
  readonly url: string;
  /** Its lines on stderr. */
  readonly lines: readonly string[];
  readonly ledger: LedgerFigures;
}

/** What the program makes, unless its variables say otherwise: 4 batches of spans and log records, 1 of points. */
export const made = { traces: 40, logs: 40, metrics: 10 } as const;

/** A header's value, of which no line may tell. */
export const SECRET = "s3cr3t-k3y-0f-the-tests";

/** Items of a batch. */
export const BATCH_SIZE = 10;

/** The longest end: AGENT_OTEL_SHUTDOWN_TIMEOUT (3 s), half a second more, and one for a machine with other work. */
export const LONGEST_END_MS = 4500;

/** Starts a program that makes numbered items of every signal at once, and its receiver. */
export async function startCell(t: TestContext, cell: Cell): Promise<Running> {
  const { protocol, faults, tls, down = false, env, endpoint = (url) => url } = cell;
  const receiver = await receiverFor(t, {
    protocol: protocol === "grpc" ? "grpc" : "http",
    bySignal: true,
    ...(tls === undefined ? {} : { tls }),
  });
  if (faults !== undefined) receiver.behave(...faults);
  if (down) await receiver.down();
  const url = endpoint(receiver.url);
  const program = startProgram(
    {
      SPANS: String(made.traces),
      LOGS: String(made.logs),
      POINTS: String(made.metrics),
      OTEL_METRICS_EXPORTER: "otlp",
      OTEL_LOGS_EXPORTER: "otlp",
      // Their points have no numbers.
      OTEL_NODE_EXPERIMENTAL_SDK_METRICS: "false",
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: "runtime-node",
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: String(BATCH_SIZE),
      OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: String(BATCH_SIZE),
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${SECRET}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      ...env,
    },
    "numbered-source.mjs",
  );
  t.after(() => program.kill("SIGKILL"));
  return { program, receiver, url };
}

/** Waits for the natural end, which must be in time and with the program's own exit code. */
export async function endOf({ program, receiver, url }: Running): Promise<Ended> {
  const exit = await program.exit;
  const { lines, output } = program;
  assert.deepEqual(exit, { code: 5, signal: null }, lines.join("\n"));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as numbered-source.mjs writes it
  const last = JSON.parse(output.at(-1) ?? "") as { endedAfterMs: number; ledger: LedgerFigures };
  assert.ok(last.endedAfterMs < LONGEST_END_MS, `the end took ${last.endedAfterMs} ms`);
  return { receiver, url, lines, ledger: last.ledger };
}

/** Runs a program from its start to its natural end. */
export async function runCell(t: TestContext, cell: Cell): Promise<Ended> {
  return await endOf(await startCell(t, cell));
}
