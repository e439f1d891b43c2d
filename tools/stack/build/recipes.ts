import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { COLLECTOR_VERSION, TEMPO_REVISION, TEMPO_VERSION } from "../programs.ts";
import type { Part } from "../programs.ts";

/** One command of a build. */
export interface BuildStep {
  /** What it does, for people. */
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Variables beside the common ones. */
  readonly env?: Readonly<Record<string, string>>;
}

const STRIP = ["-trimpath", "-ldflags=-s -w"];

/**
 * The commands that build a program with Go.
 *
 * @param part which program
 * @param root the checkout
 * @param work an empty folder to work in
 * @param output path of the program to make
 */
export function buildSteps(
  part: Part,
  root: string,
  work: string,
  output: string,
): readonly BuildStep[] {
  return part === "collector" ? collectorSteps(root, work, output) : tempoSteps(root, work, output);
}

/** The manifest writes its sources to `./_build`, which is relative to the working folder. */
function collectorSteps(root: string, work: string, output: string): readonly BuildStep[] {
  const manifest = join(root, "deploy/collector/builder-config.yaml");
  const builder = `go.opentelemetry.io/collector/cmd/builder@v${COLLECTOR_VERSION}`;
  return [
    {
      title: "installing the Collector Builder",
      command: "go",
      args: ["install", ...STRIP, builder],
      cwd: work,
      env: { GOBIN: work },
    },
    {
      title: "writing the sources and fetching modules",
      command: join(work, "builder"),
      args: ["--config", manifest, "--skip-compilation"],
      cwd: work,
    },
    {
      title: "compiling",
      command: "go",
      args: ["build", "-v", ...STRIP, "-tags=grpcnotrace", "-o", output, "."],
      cwd: join(work, "_build"),
    },
  ];
}

/** Builds in a copy of the module, so that Go never writes into the checkout. */
function tempoSteps(root: string, work: string, output: string): readonly BuildStep[] {
  for (const file of ["go.mod", "go.sum"]) {
    copyFileSync(join(root, "deploy/tempo/native", file), join(work, file));
  }
  const version = `-X main.Version=${TEMPO_VERSION} -X main.Revision=${TEMPO_REVISION}`;
  return [
    {
      title: "fetching modules and compiling",
      command: "go",
      args: [
        "build",
        "-v",
        "-trimpath",
        `-ldflags=-s -w ${version}`,
        "-o",
        output,
        "github.com/grafana/tempo/cmd/tempo",
      ],
      cwd: work,
    },
  ];
}
