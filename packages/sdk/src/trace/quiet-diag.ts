import { diag } from "@opentelemetry/api";

/** Warns through `diag`; a logger of the application that throws does not hurt it. */
export function warn(message: string, ...details: readonly unknown[]): void {
  try {
    diag.warn(message, ...details);
  } catch {
    // Nobody is left to be told.
  }
}

/** As {@link warn}, for errors. */
export function fail(message: string, ...details: readonly unknown[]): void {
  try {
    diag.error(message, ...details);
  } catch {
    // Nobody is left to be told.
  }
}
