import { createRequire } from "node:module";
import type { LoggerProvider as LoggerProviderApi } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import type { LogRecordLimits, LogRecordProcessor } from "@opentelemetry/sdk-logs";
import type { Ledger } from "../export/ledger.ts";
import { guardLogger } from "./guard-logger.ts";
import { guardProcessor } from "./guard-processor.ts";

const require = createRequire(import.meta.url);

/** What a provider of loggers needs. */
export interface LoggerProviderParts {
  readonly resource: Resource;
  /** Ours and the user's, in the order in which they see a record. */
  readonly processors: readonly LogRecordProcessor[];
  /** @default none but upstream's */
  readonly limits?: LogRecordLimits;
  readonly ledger: Ledger;
}

/** A provider of loggers that can be flushed and ended. */
export interface LoggerProvider extends LoggerProviderApi {
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** Creates a provider on upstream's sdk-logs, which is loaded now. Its loggers never throw. Registers nothing. */
export function createLoggerProvider(parts: LoggerProviderParts): LoggerProvider {
  const { resource, processors, limits, ledger } = parts;
  const sdk: typeof import("@opentelemetry/sdk-logs") = require("@opentelemetry/sdk-logs");
  const provider = new sdk.LoggerProvider({
    resource,
    processors: processors.map((processor) => guardProcessor(processor)),
    ...(limits === undefined ? {} : { logRecordLimits: limits }),
  });
  return {
    getLogger: (...scope) => guardLogger(provider.getLogger(...scope), ledger),
    forceFlush: () => provider.forceFlush(),
    shutdown: () => provider.shutdown(),
  };
}
