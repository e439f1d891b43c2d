import type { Facts } from "./facts.ts";
import { constantCase, doc, HEADER, wordsFor } from "./names.ts";
import { sortUses, usesType } from "./uses.ts";
import { eventWords } from "./words/signals.ts";

/** `events.ts`: names, attributes and definitions of the events. */
export function emitEvents(facts: Facts): string {
  const names = facts.events.map(
    ({ name }) =>
      `${doc(wordsFor(eventWords, name))}export const EVENT_${constantCase(name)} = ${JSON.stringify(name)};\n`,
  );
  const types = facts.events.map(
    ({ name, attributes }) => `readonly ${JSON.stringify(name)}: ${usesType(attributes)};\n`,
  );
  const definitions = facts.events.map((event) => ({
    name: event.name,
    stability: event.stability,
    level: event.requirement_level,
    ...(event.severity_number === undefined ? {} : { severityNumber: event.severity_number }),
    ...sortUses(event.attributes),
  }));
  return [
    HEADER,
    `import type { EventDefinition } from "../definitions.ts";\n`,
    `import type { AttributeTypes, PromptVariables } from "./attribute-types.ts";\n`,
    ...names,
    doc("The attributes of each event, by the event's name."),
    `export interface EventAttributes {\n${types.join("")}}\n`,
    doc("All events of the conventions."),
    `export const EVENT_DEFINITIONS: readonly EventDefinition[] = ${JSON.stringify(definitions)};\n`,
  ].join("\n");
}
