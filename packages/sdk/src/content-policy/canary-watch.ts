import type { Signal } from "../env/otlp-variables.ts";
import type { Batch } from "../export/batch.ts";
import type { Report } from "../report.ts";
import { findInPayload } from "./find-in-payload.ts";
import { findText } from "./find-text.ts";

/** Searches everything that is about to leave the process for AGENT_OTEL_CONTENT_CANARY. */
export interface CanaryWatch {
  /** Searches an encoded request. Never throws. */
  readonly payload: (batch: Pick<Batch, "body" | "contentType" | "signal">) => void;
  /** Searches what is handed to one of upstream's exporters. Never throws. */
  readonly items: (signal: Signal, items: unknown) => void;
}

interface CanaryWatchParts {
  readonly canary: string;
  readonly report: Pick<Report, "log">;
  /** Whether the process is to end with an exit code that tells of it. */
  readonly strict: boolean;
}

/** Creates the watch. Each place is told once, whatever the log level: whoever plants a canary wants to know. */
export function createCanaryWatch({ canary, report, strict }: CanaryWatchParts): CanaryWatch {
  const told = new Set<string>();
  const tell = (signal: Signal, place: string): void => {
    const where = place === "" ? "outside of its attributes" : place;
    const line = `AGENT_OTEL_CONTENT_CANARY has reached the exporter of ${signal}: ${where}.`;
    if (strict) process.exitCode = EXIT_CODE_CONFIG;
    if (told.has(line) || told.size >= MAX_LINES) return;
    told.add(line);
    report.log(line);
  };
  return {
    payload: ({ signal, body, contentType }) => {
      const place = findInPayload(body, { text: canary, contentType });
      if (place !== undefined) tell(signal, place);
    },
    items: (signal, items) => {
      const place = findText(items, canary);
      if (place !== undefined) tell(signal, place);
    },
  };
}

// EX_CONFIG of sysexits.h, as for any other fault that AGENT_OTEL_STRICT finds.
const EXIT_CODE_CONFIG = 78;
const MAX_LINES = 100;
