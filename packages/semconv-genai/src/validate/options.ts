import { genAiOptions } from "../options.ts";
import type { ConventionVersion } from "../options.ts";

/** What telemetry is validated against. */
export interface ValidateOptions {
  /** @default that of `configureGenAi` */
  readonly version?: ConventionVersion | undefined;
  /** Whether contents may be recorded. @default false unless `configureGenAi` captures them */
  readonly content?: boolean | undefined;
}

/** {@link ValidateOptions} with defaults. */
export interface Rules {
  readonly version: ConventionVersion;
  readonly content: boolean;
}

/** Fills in the defaults. */
export function rulesOf(options: ValidateOptions = {}): Rules {
  const { version, capture } = genAiOptions();
  return { version: options.version ?? version, content: options.content ?? capture !== "none" };
}
