import { EVENT_DEFINITIONS } from "../generated/events.ts";
import { SIGNAL_RENAMES } from "../generated/renames.ts";
import { checkAttributes } from "./check-attributes.ts";
import { checkUses } from "./check-uses.ts";
import { findingsOf } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { rulesOf } from "./options.ts";
import type { ValidateOptions } from "./options.ts";

/** An event to be validated; a `ReadableLogRecord` of the SDK is one. */
export interface EventInput {
  readonly eventName?: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly severityNumber?: number | undefined;
  readonly body?: unknown;
}

/** Reports what an event does not keep of the conventions. Other log records have no findings. */
export function validateEvent(event: EventInput, options?: ValidateOptions): readonly Finding[] {
  const name = event.eventName ?? event.attributes["event.name"];
  if (typeof name !== "string") return [];
  const rules = rulesOf(options);
  const { findings, report } = findingsOf(name);
  const definition = EVENT_DEFINITIONS.find((known) => known.name === name);
  const renamed = SIGNAL_RENAMES.find(({ kind, from }) => kind === "event" && from === name);
  if (renamed !== undefined) {
    if (rules.version !== "1.36") {
      report("warning", "deprecated", `${name} was given up: use ${renamed.to.join(", ")}`);
    }
    if (!rules.content && holdsContent(event.body)) {
      report("error", "content_recorded", "the body holds content, and capture is off");
    }
  } else if (definition === undefined) {
    if (/^(?:gen_ai|mcp)\./.test(name)) {
      report("warning", "unknown_signal", `${name} is no event of the conventions`);
    }
    return findings;
  }
  const { "event.name": _, ...attributes } = event.attributes;
  const known = checkAttributes(attributes, {
    rules,
    report,
    listed: definition === undefined ? [] : [definition],
  });
  if (definition === undefined) return findings;
  checkUses(definition, { attributes: known, failed: false }, { rules, report });
  const { severityNumber } = definition;
  if (severityNumber !== undefined && event.severityNumber !== severityNumber) {
    report("warning", "wrong_severity", `the severity number must be ${severityNumber}`);
  }
  return findings;
}

/** The old events say role, ids and reasons in their body even without contents. */
function holdsContent(body: unknown): boolean {
  if (typeof body !== "object" || body === null) return typeof body === "string" && body !== "";
  const {
    content,
    message,
    tool_calls: calls,
  } = { content: undefined, message: undefined, tool_calls: undefined, ...body };
  if (content !== undefined || holdsArguments(calls)) return true;
  return message !== undefined && holdsContent(message);
}

function holdsArguments(calls: unknown): boolean {
  return JSON.stringify(calls)?.includes('"arguments"') ?? false;
}
