import type { AttributeRecord } from "../attribute-record.ts";
import { migrateAttributes } from "./migrate-attributes.ts";
import type { MigrateOptions } from "./migrate-attributes.ts";
import { isMessageEvent, messagesFromEvents } from "./migrate-events.ts";
import type { MessageEvent } from "./migrate-events.ts";

/** What a migration changes of a span. */
export interface MigratableSpan {
  readonly attributes: AttributeRecord;
  readonly events?: readonly MessageEvent[];
}

/** The changed parts of a span. */
export interface MigratedSpan<Event> {
  readonly attributes: AttributeRecord;
  readonly events: readonly Event[] | undefined;
}

/**
 * Attributes and events of a span in the names of a version. From 1.41 on, events that told single messages become
 * `gen_ai.input.messages` and `gen_ai.output.messages`, where they had contents; names of spans are the same in all
 * versions.
 *
 * @returns Undefined where nothing is to be changed.
 */
export function migrateSpan<Event extends MessageEvent>(
  span: { readonly attributes: AttributeRecord; readonly events?: readonly Event[] | undefined },
  options: MigrateOptions,
): MigratedSpan<Event> | undefined {
  const attributes = migrateAttributes(span.attributes, options);
  const old = options.to === "1.36" ? [] : (span.events ?? []).filter(isMessageEvent);
  if (old.length === 0) {
    return attributes === span.attributes ? undefined : { attributes, events: span.events };
  }
  return {
    attributes: { ...messageAttributes(old), ...attributes },
    events: span.events?.filter((event) => !isMessageEvent(event)),
  };
}

function messageAttributes(events: readonly MessageEvent[]): AttributeRecord {
  const { input, output } = messagesFromEvents(events);
  return {
    ...(input.length === 0 ? {} : { "gen_ai.input.messages": JSON.stringify(input) }),
    ...(output.length === 0 ? {} : { "gen_ai.output.messages": JSON.stringify(output) }),
  };
}
