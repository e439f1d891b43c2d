import { createRequire } from "node:module";
import type { LoggerProvider as LoggerProviderApi } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import type { LogRecordLimits, LogRecordProcessor } from "@opentelemetry/sdk-logs";
import type { Ledger } from "../export/ledger.ts";
import { readScope } from "../export/serialiser-scope.ts";
import { createEmissions } from "./emissions.ts";
import { guardLogger } from "./guard-logger.ts";
import { guardProcessor } from "./guard-processor.ts";

const require = createRequire(import.meta.url);

/** What a provider of loggers needs. */
export interface LoggerProviderParts {
  readonly resource: Resource;
  /** Ours and the user's, in the order in which they see a record. */
  readonly processors: readonly LogRecordProcessor[];
  /** To be the first of all that see a whole record. @default none */
  readonly screen?: LogRecordProcessor;
  /** @default none but upstream's */
  readonly limits?: LogRecordLimits;
  readonly ledger: Ledger;
}

/** A provider of loggers that can be flushed and ended. */
export interface LoggerProvider extends LoggerProviderApi {
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** Attributes of a record, where nothing else is said (specification, "Attribute Limits"). */
const DEFAULT_ATTRIBUTES = 128;

/** Creates a provider on upstream's sdk-logs, which is loaded now. Its loggers never throw. Registers nothing. */
export function createLoggerProvider(parts: LoggerProviderParts): LoggerProvider {
  const { resource, processors, screen, limits, ledger } = parts;
  const sdk: typeof import("@opentelemetry/sdk-logs") = require("@opentelemetry/sdk-logs");
  const emissions = createEmissions(ledger, processors.length > 1);
  const provider = new sdk.LoggerProvider({
    resource,
    processors: [
      emissions.processor,
      ...(screen === undefined ? [] : [screen]),
      ...processors.map(guardProcessor),
    ],
    ...(limits === undefined ? {} : { logRecordLimits: limits }),
  });
  const bounds = {
    maxCount: limits?.attributeCountLimit ?? DEFAULT_ATTRIBUTES,
    ...(limits?.attributeValueLengthLimit === undefined
      ? {}
      : { maxLength: limits.attributeValueLengthLimit }),
  };
  return {
    getLogger: (...scope) => {
      const { name, version, ...options } = readScope(...scope);
      return guardLogger(provider.getLogger(name, version, options), {
        ledger,
        emissions,
        bounds,
      });
    },
    forceFlush: () => provider.forceFlush(),
    shutdown: () => provider.shutdown(),
  };
}
