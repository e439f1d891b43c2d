import { join } from "node:path";
import type { ChangeOptions } from "../instance/down.ts";
import { runCommand } from "../run/command.ts";
import type { StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";

/**
 * Compiles the example backend and what it uses; takes a moment when nothing has changed.
 *
 * @throws {StackError} with what the compiler says
 */
export async function buildExampleBackend(
  settings: StackSettings,
  { progress, signal }: ChangeOptions,
): Promise<void> {
  progress.step("building the example backend");
  const tsc = join(settings.root, "node_modules/typescript/bin/tsc");
  const args = [tsc, "--build", "packages/example-backend"];
  const { code, tail } = await runCommand(process.execPath, args, {
    cwd: settings.root,
    env: settings.env,
    signal,
  });
  signal.throwIfAborted();
  progress.end();
  if (code === 0) return;
  throw new StackError(
    `The example backend does not build:\n${tail.map((line) => `  ${line}`).join("\n")}`,
  );
}
