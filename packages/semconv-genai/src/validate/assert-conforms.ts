import { formatFinding } from "./finding.ts";
import type { Finding } from "./finding.ts";

/**
 * Throws where there are findings of level `error` or `warning`. For tests with node:test, vitest or any other runner.
 *
 * @example
 * assertConforms(validateTrace(exporter.getFinishedSpans()));
 *
 * @throws {ConformanceError} With one line per finding.
 */
export function assertConforms(findings: readonly Finding[]): void {
  const grave = findings.filter(({ level }) => level !== "info");
  if (grave.length > 0) throw new ConformanceError(grave);
}

/** Telemetry that does not conform. */
export class ConformanceError extends Error {
  override readonly name = "ConformanceError";
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(["telemetry does not conform:", ...findings.map(formatFinding)].join("\n"));
    this.findings = findings;
  }
}
