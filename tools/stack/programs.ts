import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StackSettings } from "./settings.ts";

/** The programs, in the order in which telemetry passes them. */
export const PARTS = ["collector", "tempo"] as const;

/** One of the two programs of the stack that run with or without Docker. */
export type Part = (typeof PARTS)[number];

/** What the tool knows of one program. */
export interface Program {
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
  /** Service and image in `deploy/compose/compose.yaml`. */
  readonly image: string;
}

/** Version of the Collector and of the Collector Builder. */
export const COLLECTOR_VERSION = "0.158.0";
/** Tempo's newest version that is to be had as a Go module, by its change log at that commit. */
export const TEMPO_VERSION = "2.8.0-rc.0";
/** The commit of {@link TEMPO_VERSION}; deploy/tempo/native/go.mod pins it. */
export const TEMPO_REVISION = "87c2dc380cec";

/** What the tool knows of Collector and Tempo. */
export const PROGRAMS = {
  collector: {
    title: "Collector",
    version: COLLECTOR_VERSION,
    names: ["otelcol-contrib", "otelcol"],
    variable: "AGENT_OTEL_STACK_COLLECTOR",
    inputs: ["deploy/collector/builder-config.yaml"],
    image: "otel/opentelemetry-collector-contrib:0.158.0",
  },
  tempo: {
    title: "Tempo",
    version: TEMPO_VERSION,
    names: ["tempo"],
    variable: "AGENT_OTEL_STACK_TEMPO",
    inputs: ["deploy/tempo/native/go.mod", "deploy/tempo/native/go.sum"],
    image: "grafana/tempo:3.0.3",
  },
} as const satisfies Record<Part, Program>;

/** Grafana comes with Docker only. */
export const GRAFANA_IMAGE = "grafana/grafana:13.2.2";

/** Raised when the commands of a build change, so that what they made before is not taken. */
const RECIPE = "1";

/**
 * Where the build of a program is kept: its name holds the version and a hash of everything that
 * decides what is built, so a changed input is another file.
 */
export function cachedFile(settings: StackSettings, part: Part): string {
  const { version, inputs } = PROGRAMS[part];
  const hash = createHash("sha256").update(
    [RECIPE, version, process.platform, process.arch].join("\n"),
  );
  for (const input of inputs) hash.update("\0").update(readFileSync(join(settings.root, input)));
  return join(
    settings.cacheDir,
    "bin",
    `${part}-${version}-${hash.digest("hex").slice(0, 12)}${process.platform === "win32" ? ".exe" : ""}`,
  );
}
