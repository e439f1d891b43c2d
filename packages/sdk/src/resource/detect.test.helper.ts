import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { promisify } from "node:util";

/** What a program said, and how it ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/**
 * Runs a program in a process of its own, with no environment but `env`, where no package.json is near. `detect`,
 * `detectClouds`, `cloudDetectors` and `report` are there to be used.
 */
export async function runProgram(
  program: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const source = `
    import { detectClouds, detectResource } from ${url("./detect.ts")};
    import { cloudDetectors } from ${url("./cloud-detectors.ts")};
    const report = { warn: (line) => console.error(line) };
    const slow = (name) => ({ name, package: ${file("./cloud.test.fixture.cjs")}, exports: [name] });
    /** Waits as a server would, which lives on anyway. */
    async function settled(resource) {
      const alive = setInterval(() => {}, 1000);
      await resource.settled;
      clearInterval(alive);
      console.log(JSON.stringify(resource.attributes()));
    }
    ${program}`;
  try {
    const flags = ["--input-type=module", "-e", source];
    const options = { cwd: tmpdir(), env, timeout: 30_000 };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, flags, options);
    return { stdout, stderr, code: 0 };
  } catch (error) {
    if (isFailure(error)) return error;
    throw error;
  }
}

function url(path: string): string {
  return JSON.stringify(new URL(path, import.meta.url).href);
}

function file(path: string): string {
  return JSON.stringify(new URL(path, import.meta.url).pathname);
}

function isFailure(error: unknown): error is Outcome {
  return error instanceof Error && "code" in error && typeof error.code === "number";
}
