import { formatFinding } from "./finding.ts";
import type { Finding } from "./finding.ts";
import type { ValidateOptions } from "./options.ts";
import { validateSpan } from "./validate-span.ts";
import type { SpanInput } from "./validate-span.ts";

/**
 * Throws where spans have findings of level `error` or `warning`. For tests with node:test, vitest or any other runner.
 *
 * @throws {ConformanceError} With one line per finding.
 */
export function assertConforms(spans: readonly SpanInput[], options?: ValidateOptions): void {
  const findings = spans.flatMap((span) => validateSpan(span, options));
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
