import { diag } from "@opentelemetry/api";

/** Runs telemetry code; a failure in it is reported through `diag` and never reaches the application. */
export function guard<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    diag.error("GenAI telemetry failed", error);
    return undefined;
  }
}
