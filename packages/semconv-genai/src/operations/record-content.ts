import type { Span } from "@opentelemetry/api";
import { encodeContent } from "../content/encode.ts";
import type { ContentKind } from "../content/kinds.ts";
import { guard } from "../guard.ts";
import { genAiOptions } from "../options.ts";

/** Where a content goes. */
export interface ContentTargets {
  readonly span: Span | undefined;
  /** The attributes that an event will be made of. */
  readonly known: Record<string, unknown>;
}

/** Records one content where the options ask for it; reads it only then. Never throws. */
export function recordContent(
  kind: ContentKind,
  read: () => unknown,
  { span, known }: ContentTargets,
): void {
  const options = genAiOptions();
  const onSpan = options.capture !== "event" && span?.isRecording() === true;
  if (options.capture === "none" || (options.capture === "span" && !onSpan)) return;
  guard(() => {
    const value = read();
    if (onSpan) {
      const encoded = encodeContent(kind, value, options, options.encoding ?? "json");
      if (encoded !== undefined) span?.setAttribute(kind, encoded);
    }
    if (options.capture === "span") return;
    const encoded = encodeContent(kind, value, options, options.encoding ?? "structured");
    if (encoded !== undefined) known[kind] = encoded;
  });
}
