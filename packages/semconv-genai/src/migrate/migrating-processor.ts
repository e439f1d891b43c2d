import type { Context } from "@opentelemetry/api";
import { guard } from "../guard.ts";
import type { MigrateOptions } from "./migrate-attributes.ts";
import { migrateSpan } from "./migrate-span.ts";
import type { MigratableSpan } from "./migrate-span.ts";

/** The shape of the tracing SDK's `SpanProcessor`. */
export interface SpanProcessorLike<Started, Ended> {
  forceFlush(): Promise<void>;
  onStart(span: Started, parentContext: Context): void;
  onEnding?(span: Started): void;
  onEnd(span: Ended): void;
  shutdown(): Promise<void>;
}

/**
 * A span processor that hands spans on in the names of a version, for example to a batch processor. A span cannot lose
 * attributes once they are set, so the next processor sees each changed span through a view; the span itself, which
 * other processors see, stays as it is. Never throws: a span that cannot be migrated is handed on unchanged.
 *
 * @example
 * new TracerProvider({
 *   spanProcessors: [migratingProcessor(new BatchSpanProcessor(exporter), { to: "1.41" })],
 * });
 */
export function migratingProcessor<Started, Ended extends MigratableSpan>(
  next: SpanProcessorLike<Started, Ended>,
  options: MigrateOptions,
): SpanProcessorLike<Started, Ended> {
  return {
    forceFlush: () => next.forceFlush(),
    onStart: (span, parentContext) => next.onStart(span, parentContext),
    onEnding: (span) => next.onEnding?.(span),
    onEnd: (span) => next.onEnd(guard(() => migrated(span, options)) ?? span),
    shutdown: () => next.shutdown(),
  };
}

function migrated<Ended extends MigratableSpan>(span: Ended, options: MigrateOptions): Ended {
  const changes = migrateSpan(span, options);
  if (changes === undefined) return span;
  return new Proxy(span, {
    get: (target, key) => {
      if (key === "attributes") return changes.attributes;
      if (key === "events") return changes.events;
      // Methods and private fields of the span need the span itself.
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
