import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * Runs a program of the toolchain in a folder.
 *
 * @throws {Error} with what it printed when it fails
 */
export async function run(
  [program, ...args]: readonly [string, ...string[]],
  { cwd, signal }: { readonly cwd: string; readonly signal: AbortSignal },
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, args, {
      cwd,
      signal,
      maxBuffer: 2 ** 26,
    });
    return stdout;
  } catch (cause) {
    signal.throwIfAborted();
    const { stdout, stderr }: { stdout?: string; stderr?: string } = Object(cause);
    const said = `${stdout ?? ""}\n${stderr ?? ""}`.trim().slice(-2_000);
    throw new Error(`\`${[program, ...args].join(" ")}\` failed:\n${said}`, { cause });
  }
}
