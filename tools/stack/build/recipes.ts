import { copyFileSync } from "node:fs";
import { join } from "node:path";
import {
  COLLECTOR_VERSION,
  KUBECTL_VALIDATE_VERSION,
  LOKI_VERSION,
  PROMETHEUS_VERSION,
  TEMPO_REVISION,
  TEMPO_VERSION,
} from "../programs.ts";
import type { ProgramName } from "../programs.ts";

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
 * @param name which program
 * @param root the checkout
 * @param work an empty folder to work in
 * @param output path of the program to make
 */
export function buildSteps(
  name: ProgramName,
  root: string,
  work: string,
  output: string,
): readonly BuildStep[] {
  if (name === "collector") return collectorSteps(root, work, output);
  if (name === "kubectl-validate") return installSteps(work, output);
  return moduleSteps(MODULES[name], root, work, output);
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

/** A program of a Go module that has replace directives or many parts, so that a module of ours names it as a tool. */
interface PinnedModule {
  /** Folder below the checkout with `go.mod` and `go.sum`. */
  readonly folder: string;
  readonly package: string;
  /** Variables that the linker sets. */
  readonly variables: Readonly<Record<string, string>>;
}

const MODULES: Readonly<
  Record<Exclude<ProgramName, "collector" | "kubectl-validate">, PinnedModule>
> = {
  tempo: {
    folder: "deploy/tempo/native",
    package: "github.com/grafana/tempo/cmd/tempo",
    variables: { "main.Version": TEMPO_VERSION, "main.Revision": TEMPO_REVISION },
  },
  prometheus: {
    folder: "deploy/prometheus/native",
    package: "github.com/prometheus/prometheus/cmd/prometheus",
    variables: { "github.com/prometheus/common/version.Version": PROMETHEUS_VERSION },
  },
  promtool: {
    folder: "deploy/prometheus/native",
    package: "github.com/prometheus/prometheus/cmd/promtool",
    variables: { "github.com/prometheus/common/version.Version": PROMETHEUS_VERSION },
  },
  loki: {
    folder: "deploy/loki/native",
    package: "github.com/grafana/loki/v3/cmd/loki",
    variables: { "github.com/grafana/loki/v3/pkg/util/build.Version": LOKI_VERSION },
  },
};

/** Builds in a copy of the module, so that Go never writes into the checkout. */
function moduleSteps(
  { folder, package: name, variables }: PinnedModule,
  root: string,
  work: string,
  output: string,
): readonly BuildStep[] {
  for (const file of ["go.mod", "go.sum"]) {
    copyFileSync(join(root, folder, file), join(work, file));
  }
  const set = Object.entries(variables).map(([variable, value]) => `-X ${variable}=${value}`);
  const flags = ["-v", "-trimpath", `-ldflags=-s -w ${set.join(" ")}`];
  return [
    {
      title: "fetching modules and compiling",
      command: "go",
      args: ["build", ...flags, "-o", output, name],
      cwd: work,
    },
  ];
}

/** `go install` takes no output path: the program is moved to it. */
function installSteps(work: string, output: string): readonly BuildStep[] {
  const name = `sigs.k8s.io/kubectl-validate@v${KUBECTL_VALIDATE_VERSION}`;
  return [
    {
      title: "fetching modules and compiling",
      command: "go",
      args: ["install", ...STRIP, name],
      cwd: work,
      env: { GOBIN: work },
    },
    {
      title: "moving the program",
      command: "mv",
      args: [join(work, "kubectl-validate"), output],
      cwd: work,
    },
  ];
}
