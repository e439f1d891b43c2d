import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { stackDown } from "./instance/down.ts";
import type { ChangeOptions } from "./instance/down.ts";
import { stackStatus } from "./instance/status.ts";
import { stackUp } from "./instance/up.ts";
import { freePorts } from "./run/sockets.ts";
import type { StackSettings } from "./settings.ts";
import { buildExampleBackend } from "./trace/build-example-backend.ts";
import { checkBackendTrace } from "./trace/check-backend-trace.ts";
import type { CheckedTrace } from "./trace/check-backend-trace.ts";
import { drawTree } from "./trace/draw-tree.ts";
import type { Protocol } from "./trace/protocol.ts";

/** What `verify` is given besides its settings. */
export interface VerifyOptions extends ChangeOptions {
  readonly protocols: readonly Protocol[];
  /** Where the result goes. */
  readonly print: (text: string) => void;
}

/**
 * Sends one request of the example backend through Collector and Tempo, once for each protocol, and
 * prints the trace and whether it is right. Starts a stack of its own for that time when none is up.
 */
export async function verifyStack(
  settings: StackSettings,
  options: VerifyOptions,
): Promise<boolean> {
  const { progress } = options;
  await buildExampleBackend(settings, options);
  const before = await stackStatus(settings);
  if (before.ready) return checkAll({ ...settings, ports: before.ports }, options);
  progress.note("The stack is not up: starting one for this check, on free ports.");
  const own = await besideTheUsers(settings);
  await stackUp(own, options);
  try {
    return await checkAll(own, options);
  } finally {
    // Also after Ctrl-C, so with a signal of its own.
    await stackDown(own, { progress, signal: new AbortController().signal });
    rmSync(own.stackDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** An instance of its own: an `up` that comes in the middle is not taken down by the end of the check. */
async function besideTheUsers(settings: StackSettings): Promise<StackSettings> {
  const name = `verify-${process.pid}`;
  const stackDir = join(dirname(settings.stackDir), name);
  return { ...settings, name, stackDir, ports: await freePorts() };
}

async function checkAll(
  settings: StackSettings,
  { protocols, progress, print, signal }: VerifyOptions,
): Promise<boolean> {
  let right = true;
  for (const protocol of protocols) {
    progress.step(`sending a request of the example backend over ${protocol}`);
    // oxlint-disable-next-line no-await-in-loop -- the output of one check after the other
    const checked = await checkBackendTrace(settings, protocol, signal);
    progress.end();
    print(describe(protocol, checked));
    right &&= checked.problems.length === 0;
  }
  print(
    right ? "OK: every trace is whole in Tempo." : "Not OK: see above. Logs: pnpm stack status",
  );
  return right;
}

function describe(protocol: Protocol, { traceId, trace, problems }: CheckedTrace): string {
  const lines = [`${protocol}: trace ${traceId}, ${trace.spans.length} spans`];
  if (trace.spans.length > 0) lines.push(drawTree(trace.spans));
  lines.push(...problems.map((problem) => `  wrong: ${problem}`), "");
  return lines.join("\n");
}
