import type { CoverageStatus, PackageCoverage } from "./coverage.ts";
import { API_PACKAGE, otherSdks } from "./known-packages.ts";
import type { LoadedPackage } from "./loaded-packages.ts";

/** What there is to tell about the packages of the application. */
export interface CoverageLines {
  /** One line for level `info`; undefined when no package matters. */
  readonly info: string | undefined;
  readonly warnings: readonly string[];
}

/**
 * Puts the coverage into words.
 *
 * @param api The version of the copy of `@opentelemetry/api` that this SDK has registered with.
 */
export function describeCoverage(
  coverage: readonly PackageCoverage[],
  loaded: readonly LoadedPackage[],
  api: string | undefined,
): CoverageLines {
  const parts = order.flatMap((status) => describeStatus(status, coverage) ?? []);
  return {
    info: parts.length === 0 ? undefined : `libraries: ${parts.join("; ")}.`,
    warnings: [
      ...describeEarly(coverage),
      ...describeOtherSdks(loaded),
      ...describeApiCopies(loaded, api),
    ],
  };
}

/** Undefined when nothing was loaded too early. */
export function describeEarly(coverage: readonly PackageCoverage[]): readonly string[] {
  const early = coverage.filter(({ status }) => status === "loaded too early");
  if (early.length === 0) return [];
  const what = early.map((entry) => title(entry)).join(", ");
  const was = early.length === 1 ? "was" : "were";
  return [
    `${what} ${was} loaded before telemetry started, and may record nothing. Start it first: node --import @agent-otel/sdk/register, or call startTelemetry() in a module of its own that is imported before all others.`,
  ];
}

const order = [
  "instrumented",
  "loaded too early",
  "version not supported",
  "switched off",
  "no instrumentation",
] as const satisfies readonly CoverageStatus[];

function describeStatus(
  status: CoverageStatus,
  coverage: readonly PackageCoverage[],
): string | undefined {
  const entries = coverage.filter((entry) => entry.status === status);
  if (entries.length === 0) return undefined;
  return `${status}: ${entries.map((entry) => describeEntry(entry)).join(", ")}`;
}

function describeEntry(entry: PackageCoverage): string {
  const { supported } = entry;
  return supported === undefined
    ? title(entry)
    : `${title(entry)} (supported: ${supported.join(" || ")})`;
}

function title({ package: name, version }: PackageCoverage): string {
  return version === undefined ? name : `${name} ${version}`;
}

function describeOtherSdks(loaded: readonly LoadedPackage[]): readonly string[] {
  const others = loaded.filter(({ name }) => otherSdks.includes(name));
  return others.map(
    ({ name, version }) =>
      `${name}${version === undefined ? "" : ` ${version}`} is loaded too, which sets up telemetry of its own: the same work may be recorded twice, or by this SDK only. Remove one of them, or switch this one off with OTEL_SDK_DISABLED=true.`,
  );
}

/** "An older API can use what a newer one has registered", not the other way round; another major version never can. */
function describeApiCopies(
  loaded: readonly LoadedPackage[],
  api: string | undefined,
): readonly string[] {
  const [major, minor] = numbers(api);
  return loaded
    .filter(({ name }) => name === API_PACKAGE)
    .filter(({ version }) => {
      const [otherMajor, otherMinor] = numbers(version);
      return otherMajor !== major || otherMinor > minor;
    })
    .map(
      ({ version, directory }) =>
        `a second copy of ${API_PACKAGE}, ${version ?? "of unknown version"} in ${directory}, cannot use what this SDK has registered with ${api ?? "its own"}: what is recorded through it is lost. Make the versions one.`,
    );
}

function numbers(version: string | undefined): readonly [number, number] {
  const [major, minor] = (version ?? "").split(".").map(Number);
  return [major ?? NaN, minor ?? NaN];
}
