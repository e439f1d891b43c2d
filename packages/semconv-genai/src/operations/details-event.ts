import { inVersion } from "../attribute-record.ts";
import { emitEvent } from "../emit-event.ts";
import { errorWord } from "../error-type.ts";
import {
  EVENT_DEFINITIONS,
  EVENT_GEN_AI_CLIENT_INFERENCE_OPERATION_DETAILS,
  EVENT_GEN_AI_CLIENT_OPERATION_EXCEPTION,
} from "../generated/events.ts";
import { genAiOptions } from "../options.ts";
import { getLogger } from "../scope.ts";
import type { OperationHandle } from "./operation.ts";

/** Whether the event with a call's details is asked for and somebody takes it. */
export function wantsDetails(): boolean {
  const { capture } = genAiOptions();
  if (capture !== "event" && capture !== "span_and_event") return false;
  return getLogger().enabled({ eventName: EVENT_GEN_AI_CLIENT_INFERENCE_OPERATION_DETAILS });
}

/** Emits what is known of a call, contents included, in the call's context; before it, what was thrown. */
export function emitDetails({ known, context, thrown }: OperationHandle): void {
  const type = thrown instanceof Error ? errorWord(thrown.constructor.name) : undefined;
  if (type !== undefined) {
    emitEvent(EVENT_GEN_AI_CLIENT_OPERATION_EXCEPTION, { "exception.type": type }, { context });
  }
  const attributes: Record<string, unknown> = {};
  for (const name of allowedNames()) {
    if (known[name] !== undefined) attributes[name] = known[name];
  }
  getLogger().emit({
    eventName: EVENT_GEN_AI_CLIENT_INFERENCE_OPERATION_DETAILS,
    attributes: inVersion(attributes, genAiOptions().version),
    context,
  });
}

function allowedNames(): readonly string[] {
  if (names !== undefined) return names;
  const definition = EVENT_DEFINITIONS.find(
    ({ name }) => name === EVENT_GEN_AI_CLIENT_INFERENCE_OPERATION_DETAILS,
  );
  if (definition === undefined) return [];
  const { required, conditional, recommended, optIn } = definition;
  names = [...required, ...Object.keys(conditional), ...Object.keys(recommended), ...optIn];
  return names;
}

let names: readonly string[] | undefined;
