import { SeverityNumber } from "@opentelemetry/api";
import type { Context, TimeInput } from "@opentelemetry/api";
import { inVersion } from "./attribute-record.ts";
import { EVENT_DEFINITIONS } from "./generated/events.ts";
import type { EventAttributes } from "./generated/events.ts";
import { guard } from "./guard.ts";
import { genAiOptions } from "./options.ts";
import { getLogger } from "./scope.ts";

/** What an event may be told besides its attributes. */
export interface EventOptions {
  /** Context of the event, which ties it to a span. @default the active context */
  readonly context?: Context | undefined;
  /** When it happened. @default now */
  readonly timestamp?: TimeInput | undefined;
}

/**
 * Emits an event of the conventions as a log record, with the severity they prescribe, at the global logger provider.
 * Contents are written as they are given: the caller decides whether they may be. Never throws.
 *
 * @example
 * emitEvent("gen_ai.evaluation.result", {
 *   "gen_ai.evaluation.name": "Relevance",
 *   "gen_ai.evaluation.score.value": 0.8,
 *   "gen_ai.response.id": answer.id,
 * });
 */
export function emitEvent<Name extends keyof EventAttributes>(
  name: Name,
  attributes: EventAttributes[Name],
  { context, timestamp }: EventOptions = {},
): void {
  guard(() => {
    const logger = getLogger();
    if (!logger.enabled({ eventName: name })) return;
    const { severityNumber } = EVENT_DEFINITIONS.find((event) => event.name === name) ?? {};
    logger.emit({
      eventName: name,
      attributes: inVersion({ ...attributes }, genAiOptions().version),
      // The only severity that the conventions prescribe, and the only other one is none.
      ...(severityNumber === 13 ? { severityNumber: SeverityNumber.WARN } : {}),
      ...(context === undefined ? {} : { context }),
      ...(timestamp === undefined ? {} : { timestamp }),
    });
  });
}
