import { createRequire } from "node:module";

import { guarded } from "../guard.ts";
import { describeCoverage, describeEarly } from "./coverage-report.ts";
import { type CoverageParts, type PackageCoverage, findCoverage } from "./coverage.ts";
import { watchEarlyClients } from "./early-clients.ts";
import { API_PACKAGE } from "./known-packages.ts";
import { packageFileOf } from "../libraries/package-path.ts";
import { readVersion } from "../libraries/package-version.ts";

/** By then an application has loaded what it loads at its start; its own work is hardly disturbed by one line. */
const SETTLED_MS = 2000;

/**
 * Tells the operator which libraries are instrumented: what was loaded too early at once, the rest in one line at level
 * `info` two seconds later, with further warnings if there is reason. A process that ends before that says nothing.
 *
 * @returns The coverage at the time it is called.
 */
export function watchCoverage(
  parts: CoverageParts,
  report: { info(message: string): void; warn(message: string): void },
): () => readonly PackageCoverage[] {
  const find = (): readonly PackageCoverage[] => findCoverage(parts);
  const told = new Set<string>();
  const warn = (line: string): void => {
    if (told.has(line)) return;
    told.add(line);
    report.warn(line);
  };
  const tellEarly = guarded(SCOPE, () => {
    for (const line of describeEarly(find())) warn(line);
  });
  tellEarly();
  guarded(SCOPE, () => watchEarlyClients(parts, tellEarly))();
  const tell = guarded(SCOPE, () => {
    const { info, warnings } = describeCoverage(find(), parts.loaded.list(), apiVersion());
    for (const line of warnings) warn(line);
    if (info !== undefined) report.info(info);
  });
  setTimeout(tell, SETTLED_MS).unref();
  return find;
}

const SCOPE = "@agent-otel/sdk/instrument";

/** Of the copy that this SDK uses. */
function apiVersion(): string | undefined {
  const file = packageFileOf(createRequire(import.meta.url).resolve(API_PACKAGE));
  return file === undefined ? undefined : readVersion(file.directory);
}
