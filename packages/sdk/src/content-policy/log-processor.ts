import { type Context, ROOT_CONTEXT } from "@opentelemetry/api";
import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import { reportOnce } from "../trace/report-once.ts";
import type { FailedBelow } from "./failed-below.ts";
import type { KnownErrors } from "./known-errors.ts";
import { type ScreenedLog, screenLog } from "./screen-log.ts";
import type { Screen } from "./screen.ts";

type Emitted = Parameters<LogRecordProcessor["onEmit"]>[0];

/**
 * Applies the policy to log records, before the processors behind it see them. A record that it fails for loses its body
 * and attributes.
 */
export function screeningLogProcessor(parts: {
  readonly screen: Screen;
  readonly failedBelow: FailedBelow;
  readonly known: KnownErrors;
}): LogRecordProcessor {
  return {
    // Nobody is served by this one alone.
    enabled: () => false,
    onEmit: (record: Emitted, context?: Context) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- upstream's fields can be replaced until onEmit returns
      const log = record as ScreenedLog;
      try {
        screenLog(log, context ?? ROOT_CONTEXT, parts);
      } catch (error) {
        reportOnce(
          parts,
          "The content policy failed: such records lose body and attributes.",
          error,
        );
        log.attributes = {};
        log.body = undefined;
      }
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}
