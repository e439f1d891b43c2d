import { join } from "node:path";
import { quickCommand } from "../run/command.ts";
import type { Environment, StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";

/** Oldest Go that the pinned modules compile with. */
const NEEDED = [1, 25] as const;

/** Variables that would change what is built, or for which machine. */
const UNWANTED = new Set([
  "GOOS",
  "GOARCH",
  "GOFLAGS",
  "GOWORK",
  "GOBIN",
  "GO111MODULE",
  "CGO_ENABLED",
]);

/**
 * Makes sure that Go is there and new enough.
 *
 * @throws {StackError} naming what is missing and every other way to have the program
 */
export function requireGo(env: Environment, title: string, variable: string): void {
  const { ok, output } = quickCommand("go", ["env", "GOVERSION"], env);
  const needed = NEEDED.join(".");
  const otherwise =
    `Install Go ${needed} or newer (https://go.dev/dl/), or give a built ${title} by ` +
    `${variable} or on PATH, or start a Docker engine.`;
  if (!ok) {
    throw new StackError(`Go is needed to build ${title}, and \`go\` was not found. ${otherwise}`);
  }
  const [, major = "0", minor = "0"] = /go(\d+)\.(\d+)/u.exec(output) ?? [];
  if (Number(major) === NEEDED[0] && Number(minor) >= NEEDED[1]) return;
  if (Number(major) > NEEDED[0]) return;
  throw new StackError(`Go ${needed} is needed to build ${title}, found ${output}. ${otherwise}`);
}

/** The environment for Go commands: static programs for this machine, whatever the user has set. */
export function goEnvironment(settings: StackSettings): Environment {
  const inherited = Object.entries(settings.env).filter(([name]) => !UNWANTED.has(name));
  const env: Record<string, string | undefined> = {
    ...Object.fromEntries(inherited),
    CGO_ENABLED: "0",
    GOWORK: "off",
    // The folder of the build may lie inside someone's repository: do not ask its version control.
    GOFLAGS: "-buildvcs=false",
  };
  // Go keeps modules and build results below HOME; without one they go to the cache.
  if (env["HOME"] === undefined || env["HOME"] === "") {
    env["GOPATH"] ??= join(settings.cacheDir, "go");
    env["GOCACHE"] ??= join(settings.cacheDir, "go-build");
  }
  return env;
}
