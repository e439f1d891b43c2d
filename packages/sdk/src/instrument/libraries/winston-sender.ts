import { Writable } from "node:stream";

import {
  type Context,
  type Exception,
  type Logger,
  type LogRecord,
  SeverityNumber,
  logs,
} from "@opentelemetry/api";

import { guarded } from "../guard.ts";
import { logAttributes } from "./log-attributes.ts";

const SCOPE = "@agent-otel/sdk/winston";
const LEVEL = Symbol.for("level");
/** Where upstream's instrumentation leaves the context in which the line was written. */
const CONTEXT = Symbol.for("opentelemetry.js.contrib.winston.context");

/**
 * A transport for winston 3 that makes a log record of each line that reaches it; the levels of winston (npm, syslog,
 * cli) become severities, further fields become attributes, and an error under `err`, `error` or spread into the line
 * by winston becomes the exception of the record. Never fails a write.
 *
 * @param owner The winston logger: while it has upstream's own transport, nothing is sent here.
 */
export function createWinstonSender(owner: object): Writable {
  const logger = logs.getLogger(SCOPE);
  const send = guarded(SCOPE, (line: unknown) => {
    if (!isObject(line) || hasUpstreamTransport(owner)) return;
    emitLine(logger, line);
  });
  const sender = new Writable({
    objectMode: true,
    write(line: unknown, _encoding, done): void {
      send(line);
      done();
    },
  });
  // winston takes a stream for a transport of today only when it has a `log` of at most two parameters.
  return Object.assign(sender, { log: send });
}

function emitLine(logger: Logger, line: object): void {
  const level: unknown = Reflect.get(line, LEVEL) ?? Reflect.get(line, "level");
  const exception = exceptionOf(line);
  const attributes = logAttributes(line, exception?.fields ?? []);
  const record: LogRecord = { body: String(Reflect.get(line, "message")), attributes };
  if (typeof level === "string") {
    record.severityText = level;
    const severity = severities[level];
    if (severity !== undefined) record.severityNumber = severity;
  }
  const context: unknown = Reflect.get(line, CONTEXT);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- upstream's instrumentation put it there
  if (context !== undefined) record.context = context as Context;
  if (exception !== undefined) record.exception = exception.value;
  logger.emit(record);
}

function hasUpstreamTransport(owner: object): boolean {
  const transports: unknown = Reflect.get(owner, "transports");
  return (
    Array.isArray(transports) &&
    transports.some((each: unknown) => isObject(each) && each.constructor?.name === UPSTREAM)
  );
}

const UPSTREAM = "OpenTelemetryTransportV3";

interface FoundException {
  readonly value: Exception;
  /** The fields of the line that say the same. */
  readonly fields: readonly string[];
}

function exceptionOf(line: object): FoundException | undefined {
  for (const field of ["err", "error"]) {
    const value: unknown = Reflect.get(line, field);
    if (value instanceof Error) return { value, fields: [field] };
  }
  // `logger.error(error)` spreads the error's properties over the line.
  const stack: unknown = Reflect.get(line, "stack");
  if (typeof stack !== "string") return undefined;
  const name = /^(?<name>[\w$.]+)(?::|\n|$)/.exec(stack)?.groups?.["name"] ?? "Error";
  const message = String(Reflect.get(line, "message"));
  return { value: { name, message, stack }, fields: ["stack", "name"] };
}

/** https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
const severities: Readonly<Record<string, SeverityNumber>> = {
  emerg: SeverityNumber.FATAL3,
  alert: SeverityNumber.FATAL2,
  crit: SeverityNumber.FATAL,
  fatal: SeverityNumber.FATAL,
  error: SeverityNumber.ERROR,
  warning: SeverityNumber.WARN,
  warn: SeverityNumber.WARN,
  help: SeverityNumber.INFO3,
  notice: SeverityNumber.INFO2,
  data: SeverityNumber.INFO2,
  info: SeverityNumber.INFO,
  http: SeverityNumber.DEBUG3,
  verbose: SeverityNumber.DEBUG2,
  debug: SeverityNumber.DEBUG,
  prompt: SeverityNumber.TRACE4,
  input: SeverityNumber.TRACE2,
  silly: SeverityNumber.TRACE,
  trace: SeverityNumber.TRACE,
};

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
