import { officialInstrumentations } from "../libraries/catalogue-official.ts";
import { ownPatches } from "../libraries/catalogue.ts";
import type { ModuleHooks } from "../libraries/hooks.ts";
import { API_PACKAGE, otherSdks, withoutInstrumentation } from "./known-packages.ts";
import type { LoadedPackage, LoadedPackages } from "./loaded-packages.ts";
import { isVersionIn } from "../libraries/version-range.ts";

/** What the SDK does with one package that the application has loaded. */
export interface PackageCoverage {
  readonly package: string;
  /** Absent when its manifest cannot be read. */
  readonly version?: string;
  readonly status: CoverageStatus;
  /** The name for OTEL_NODE_ENABLED_INSTRUMENTATIONS and OTEL_NODE_DISABLED_INSTRUMENTATIONS. */
  readonly instrumentation?: string;
  /** The versions that can be instrumented, when this one cannot. */
  readonly supported?: readonly string[];
}

/**
 * - `instrumented`: its work is recorded.
 * - `loaded too early`: it was there before telemetry started, so that some or all of its work is not recorded.
 * - `version not supported`: the instrumentation leaves this version alone.
 * - `switched off`: by OTEL_NODE_ENABLED_INSTRUMENTATIONS or OTEL_NODE_DISABLED_INSTRUMENTATIONS.
 * - `no instrumentation`: there is none.
 */
export type CoverageStatus =
  | "instrumented"
  | "loaded too early"
  | "no instrumentation"
  | "switched off"
  | "version not supported";

/** What the coverage is found from. */
export interface CoverageParts {
  readonly loaded: LoadedPackages;
  /** Undefined where nothing is hooked. */
  readonly hooks: ModuleHooks | undefined;
  /** Tells whether the instrumentation of this name runs. */
  readonly runs: (name: string) => boolean;
}

/** The packages that {@link findCoverage} and the warnings about other SDKs have to know of. */
export function relevantPackages(): ReadonlySet<string> {
  return new Set([
    ...instrumentationOf.keys(),
    ...withoutInstrumentation,
    ...otherSdks,
    API_PACKAGE,
  ]);
}

/** One entry for each package that matters and that the application has loaded until now, by name. */
export function findCoverage(parts: CoverageParts): readonly PackageCoverage[] {
  const found = parts.loaded.list().flatMap((loaded) => describe(loaded, parts) ?? []);
  return found
    .filter((entry) => !isShell(entry, found))
    .toSorted((a, b) => a.package.localeCompare(b.package));
}

/** From version 4 on `redis` is only the shell of `@redis/client`, which is instrumented in its place. */
function isShell(entry: PackageCoverage, all: readonly PackageCoverage[]): boolean {
  return (
    entry.package === "redis" &&
    entry.status === "version not supported" &&
    all.some((each) => each.package === "@redis/client" && each.status === "instrumented")
  );
}

function describe(loaded: LoadedPackage, parts: CoverageParts): PackageCoverage | undefined {
  const { name, version } = loaded;
  const entry = { package: name, ...(version === undefined ? {} : { version }) };
  const instrumentation = instrumentationOf.get(name);
  if (instrumentation === undefined) {
    return withoutInstrumentation.includes(name)
      ? { ...entry, status: "no instrumentation" }
      : undefined;
  }
  if (!isOn(instrumentation, parts)) return { ...entry, instrumentation, status: "switched off" };
  if (byChannel.has(name)) return { ...entry, instrumentation, status: "instrumented" };
  return { ...entry, instrumentation, ...statusOf(loaded, parts) };
}

function isOn(instrumentation: string, { runs }: CoverageParts): boolean {
  // Fastify's routes belong to the spans of the HTTP server.
  return runs(instrumentation) && (instrumentation !== "fastify" || runs("http"));
}

function statusOf(
  { name, directory, version, early }: LoadedPackage,
  { hooks }: CoverageParts,
): Pick<PackageCoverage, "status" | "supported"> {
  if (early || hooks === undefined) return { status: "loaded too early" };
  const { patcher, official } = hooks;
  if (patcher.hasPatched(directory) || official.hasPatched(name, version ?? "")) {
    return { status: "instrumented" };
  }
  const own = [...ownPatches.values()].flat().filter((patch) => patch.package === name);
  const ownVersions = new Set(own.flatMap(({ versions }) => versions));
  const supported = [...official.versionsOf(name), ...ownVersions];
  // Supported, and yet not patched: an ES module that was imported before the hooks, which Node lists nowhere.
  const missed =
    supported.length === 0 ||
    (version !== undefined && own.some(({ versions }) => isVersionIn(version, versions)));
  return missed ? { status: "loaded too early" } : { status: "version not supported", supported };
}

/** Seen through diagnostics channels, however early or late they are loaded. */
const byChannel: ReadonlySet<string> = new Set(["fastify", "undici"]);

const instrumentationOf: ReadonlyMap<string, string> = new Map([
  ...[...byChannel].map((name) => [name, name] as const),
  ...[...ownPatches].flatMap(([name, patches]) =>
    patches.map((patch) => [patch.package, name] as const),
  ),
  ...officialInstrumentations.flatMap(({ name, packages }) =>
    packages.map((each) => [each, name] as const),
  ),
]);
