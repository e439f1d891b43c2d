import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StackSettings } from "./settings.ts";

/** The parts of a stack, in the order in which they are told of. */
export const PARTS = ["collector", "tempo", "prometheus", "loki"] as const;

/** A program of the stack that runs with or without Docker. */
export type Part = (typeof PARTS)[number];

/** The parts that every stack has. */
export const BASE_PARTS: readonly Part[] = ["collector", "tempo"];

/** The parts that `--with` adds. */
export const EXTRA_PARTS = ["prometheus", "loki"] as const;

/** Programs that check the files of `deploy/`; they come with no image and never run by themselves. */
export const CHECKERS = ["promtool", "kubectl-validate"] as const;

/** One of {@link CHECKERS}. */
type Checker = (typeof CHECKERS)[number];

/** Everything that `build` can make with Go. */
export type ProgramName = Part | Checker;

/** What the tool knows of one program. */
interface Program {
  /** Name for people. */
  readonly title: string;
  /** Version that `pnpm stack build` makes. */
  readonly version: string;
  /** Names looked for on PATH, in this order. */
  readonly names: readonly string[];
  /** Variable that gives its path. */
  readonly variable: string;
  /** Files below the checkout that decide what a build makes. */
  readonly inputs: readonly string[];
}

/** Version of the Collector and of the Collector Builder. */
export const COLLECTOR_VERSION = "0.158.0";
/** Tempo's newest version that is to be had as a Go module, by its change log at that commit. */
export const TEMPO_VERSION = "2.8.0-rc.0";
/** The commit of {@link TEMPO_VERSION}; deploy/tempo/native/go.mod pins it. */
export const TEMPO_REVISION = "87c2dc380cec";
/** Prometheus 3.14, as a Go module 0.314.0. */
export const PROMETHEUS_VERSION = "3.14.0";
/** Loki's version, in deploy/loki/native/go.mod. */
export const LOKI_VERSION = "3.7.6";
/** Version of the program that checks Kubernetes files without a cluster. */
export const KUBECTL_VALIDATE_VERSION = "0.0.4";

/** What the tool knows of each program. */
export const PROGRAMS = {
  collector: {
    title: "Collector",
    version: COLLECTOR_VERSION,
    names: ["otelcol-contrib", "otelcol"],
    variable: "AGENT_OTEL_STACK_COLLECTOR",
    inputs: ["deploy/collector/builder-config.yaml"],
  },
  tempo: {
    title: "Tempo",
    version: TEMPO_VERSION,
    names: ["tempo"],
    variable: "AGENT_OTEL_STACK_TEMPO",
    inputs: ["deploy/tempo/native/go.mod", "deploy/tempo/native/go.sum"],
  },
  prometheus: {
    title: "Prometheus",
    version: PROMETHEUS_VERSION,
    names: ["prometheus"],
    variable: "AGENT_OTEL_STACK_PROMETHEUS",
    inputs: ["deploy/prometheus/native/go.mod", "deploy/prometheus/native/go.sum"],
  },
  loki: {
    title: "Loki",
    version: LOKI_VERSION,
    names: ["loki"],
    variable: "AGENT_OTEL_STACK_LOKI",
    inputs: ["deploy/loki/native/go.mod", "deploy/loki/native/go.sum"],
  },
  promtool: {
    title: "promtool",
    version: PROMETHEUS_VERSION,
    names: ["promtool"],
    variable: "AGENT_OTEL_STACK_PROMTOOL",
    inputs: ["deploy/prometheus/native/go.mod", "deploy/prometheus/native/go.sum"],
  },
  "kubectl-validate": {
    title: "kubectl-validate",
    version: KUBECTL_VALIDATE_VERSION,
    names: ["kubectl-validate"],
    variable: "AGENT_OTEL_STACK_KUBECTL_VALIDATE",
    inputs: [],
  },
} as const satisfies Record<ProgramName, Program>;

/** Services of deploy/compose/compose.yaml that `up` may start. Grafana comes with Docker only. */
export type Service = Part | "grafana";

/** Images of the services, as in deploy/compose/compose.yaml. */
export const IMAGES: Readonly<Record<Service, string>> = {
  collector: "otel/opentelemetry-collector-contrib:0.158.0",
  tempo: "grafana/tempo:3.0.3",
  prometheus: "prom/prometheus:v3.14.0",
  loki: "grafana/loki:3.7.6",
  grafana: "grafana/grafana:13.2.2",
};

/** `Collector, Tempo and Loki`. */
export function titlesOf(names: readonly ProgramName[]): string {
  const titles = names.map((name) => PROGRAMS[name].title);
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(titles);
}

/** Raised when the commands of a build change, so that what they made before is not taken. */
const RECIPE = "1";

/**
 * Where the build of a program is kept: its name holds the version and a hash of everything that
 * decides what is built, so a changed input is another file.
 */
export function cachedFile(settings: StackSettings, name: ProgramName): string {
  const { version, inputs } = PROGRAMS[name];
  const hash = createHash("sha256").update(
    [RECIPE, version, process.platform, process.arch].join("\n"),
  );
  for (const input of inputs) hash.update("\0").update(readFileSync(join(settings.root, input)));
  return join(
    settings.cacheDir,
    "bin",
    `${name}-${version}-${hash.digest("hex").slice(0, 12)}${process.platform === "win32" ? ".exe" : ""}`,
  );
}
