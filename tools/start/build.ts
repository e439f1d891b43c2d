import { spawn } from "node:child_process";
import { once } from "node:events";
import { programPaths } from "./paths.ts";

/** Builds what `npm start` runs; the compiler's messages go to the terminal. Resolves to whether it succeeded. */
export async function build(stop: AbortSignal): Promise<boolean> {
  const started = performance.now();
  process.stderr.write("Building … ");
  const projects = ["packages/cli", "packages/example-backend"];
  const compiler = spawn(programPaths.tsc, ["-b", ...projects], {
    cwd: programPaths.root,
    stdio: ["ignore", "inherit", "inherit"],
    signal: stop,
  });
  try {
    const [code]: (number | null)[] = await once(compiler, "exit");
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stderr.write(
      code === 0 ? `done in ${seconds} s\n` : "\nnpm start: the build failed.\n",
    );
    return code === 0;
  } catch (error) {
    // An abort is our own doing.
    if (!stop.aborted) {
      process.stderr.write(`\nnpm start: could not run the compiler: ${String(error)}\n`);
    }
    return false;
  }
}
