import type { Span } from "@opentelemetry/api";
import { prepareContent, writeContent } from "../content/encode.ts";
import type { ContentKind } from "../content/kinds.ts";
import { guard } from "../guard.ts";
import { genAiOptions } from "../options.ts";

/** Where a content goes. */
export interface ContentTargets {
  readonly span: Span | undefined;
  /** The attributes that an event will be made of; undefined where there will be none. */
  readonly event: Record<string, unknown> | undefined;
}

/** Records one content where the options ask for it; reads it only then, and once. Never throws. */
export function recordContent(
  kind: ContentKind,
  read: () => unknown,
  targets: ContentTargets,
): void {
  const options = genAiOptions();
  const { capture, encoding } = options;
  const span = capture === "span" || capture === "span_and_event" ? targets.span : undefined;
  const event = capture === "event" || capture === "span_and_event" ? targets.event : undefined;
  const onSpan = span?.isRecording() === true;
  if (!onSpan && event === undefined) return;
  guard(() => {
    const content = prepareContent(kind, read(), options);
    if (content === undefined) return;
    if (onSpan) span.setAttribute(kind, writeContent(content, encoding ?? "json"));
    if (event !== undefined) event[kind] = writeContent(content, encoding ?? "structured");
  });
}
