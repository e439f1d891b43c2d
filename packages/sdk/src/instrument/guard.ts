import { diag } from "@opentelemetry/api";

/**
 * Wraps a function of ours that the application's work runs through, so that a fault never reaches the application:
 * the first error is given to `diag`, later ones of the same function are dropped, since they would repeat for every
 * request.
 *
 * @param name Who failed, for the message.
 */
export function guarded<Arguments extends readonly unknown[]>(
  name: string,
  body: (...args: Arguments) => void,
): (...args: Arguments) => void {
  let reported = false;
  return (...args) => {
    try {
      body(...args);
    } catch (error) {
      if (reported) return;
      reported = true;
      reportOnce(name, error);
    }
  };
}

function reportOnce(name: string, error: unknown): void {
  try {
    diag.error(
      `${name}: failed, and is quiet about further failures; the application is not affected.`,
      error,
    );
  } catch {
    // A logger of the application that throws must not hurt the application either, and nobody is left to be told.
  }
}
