// oxlint-disable no-await-in-loop -- polls
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { OtlpProtocol } from "../../packages/sdk/src/config/config.ts";
import { type Program, type ProgramRights, startProgram } from "./program.ts";
import { receiverFor } from "./receiver-client.ts";
import type { Receiver } from "./receiver.ts";

/** A header's value, which must not be on the disk. */
const SECRET = "s3cr3t-k3y-0f-the-spool";

/** A receiver, and a directory that all programs share. */
export interface SpoolRig {
  readonly receiver: Receiver;
  readonly directory: string;
  /** Starts a program. @default spool-source.mjs */
  readonly start: (env?: NodeJS.ProcessEnv, source?: string, rights?: ProgramRights) => Program;
  /** Starts a program that makes nothing, and ends it when `count` spans have arrived. */
  readonly replay: (
    count: number,
    options?: { readonly env?: NodeJS.ProcessEnv; readonly rights?: ProgramRights },
  ) => Promise<Program>;
}

/** Makes the rig; all goes with the test. */
export async function spoolRig(
  t: TestContext,
  { protocol = "http/protobuf" }: { readonly protocol?: OtlpProtocol } = {},
): Promise<SpoolRig> {
  const receiver = await receiverFor(t, { protocol: protocol === "grpc" ? "grpc" : "http" });
  const directory = mkdtempSync(join(tmpdir(), "agent-otel-spool-faults-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const start = (
    env: NodeJS.ProcessEnv = {},
    source = "spool-source.mjs",
    rights: ProgramRights = {},
  ): Program => {
    const program = startProgram(
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${SECRET}`,
        OTEL_SERVICE_NAME: "spool-source",
        AGENT_OTEL_SPOOL_DIRECTORY: directory,
        ...env,
      },
      source,
      rights,
    );
    t.after(() => program.kill("SIGKILL"));
    return program;
  };
  return {
    receiver,
    directory,
    start,
    replay: async (count, { env, rights } = {}) => {
      const program = start({ ...env, WAITS: "true" }, "numbered-source.mjs", rights);
      await until(() => receiver.receipts.numbers("traces").length >= count, `${count} arrived`);
      program.endInput();
      assert.deepEqual(await program.exit, { code: 5, signal: null }, program.lines.join("\n"));
      return program;
    },
  };
}

/** Spans that a program had made by then, in milliseconds before the last that it told of. @default 0 */
export function madeBy({ output }: Program, beforeMs = 0): number {
  const told = output.flatMap((line) => {
    const [, number, time] = /^made (\d+) at (\d+)$/.exec(line) ?? [];
    return time === undefined ? [] : [{ number: Number(number), time: Number(time) }];
  });
  const end = told.at(-1)?.time ?? 0;
  return told.findLast(({ time }) => time <= end - beforeMs)?.number ?? 0;
}

/** Paths of the segments in a directory. */
export function segmentsIn(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".otlp"))
    .map((path) => join(directory, path))
    .toSorted();
}

/** Items of the segments in a directory, as their names say. */
export function itemsIn(directory: string): number {
  return segmentsIn(directory).reduce((sum, path) => sum + itemsOf(path), 0);
}

/** Items of a segment. */
export function itemsOf(path: string): number {
  return Number(/\.(\d+)\.\d+\.otlp$/.exec(path)?.[1]);
}

/** Fails when a file, or its name, has the header's value or the endpoint in it. */
export function assertNoSecrets(directory: string, { url }: Receiver): void {
  for (const path of segmentsIn(directory)) {
    const text = path + readFileSync(path, "latin1");
    assert.ok(!text.includes(SECRET) && !text.includes(new URL(url).host), path);
  }
}

/** The numbers from 1 to `last`. */
export function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

/** Waits until something is so, for at most 60 s: a busy machine is no fault of ours. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!isSo()) {
    assert.ok(performance.now() < deadline, `never: ${what}`);
    await pause(10);
  }
}
