import { context } from "@opentelemetry/api";
import type { CallKind } from "../agent-context.ts";
import type { ContentKind } from "../content/kinds.ts";
import type { SpanDefinition, SpanKindName } from "../definitions.ts";
import type { MetricChoice } from "../record-metric.ts";
import { alwaysStart } from "./always-start.ts";
import { startOperation } from "./operation.ts";
import type { Operation } from "./operation.ts";

/** An operation that takes attributes and contents while it runs. */
export interface SimpleOperation<
  Attributes extends object,
  Content extends ContentKind,
> extends Operation {
  /** Tells what became known since the start. */
  set(attributes: Partial<Attributes>): void;
  /** Tells a content; `read` is only called where contents are captured. */
  content(kind: Content, read: () => unknown): void;
}

/** What an operation may be told besides its attributes. */
export interface SimpleOptions {
  /** Ends the operation as failed when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** `internal` where this process does the work itself. @default "client", where the span has both kinds */
  readonly kind?: SpanKindName | undefined;
}

/** A function that starts operations whose requests are the attributes of their span. */
export function simpleStart<Attributes extends object, Content extends ContentKind = never>(
  definition: SpanDefinition,
  duration: MetricChoice | undefined,
  call?: CallKind,
): (
  attributes: Attributes & { readonly options?: SimpleOptions },
) => SimpleOperation<Attributes, Content> {
  return alwaysStart(({ options, ...attributes }) => {
    const parent = context.active();
    const operation = startOperation({
      definition,
      attributes: () => ({
        "gen_ai.operation.name": definition.operations[0],
        ...attributes,
      }),
      duration,
      parent,
      kind: options?.kind,
      signal: options?.signal,
      call,
    });
    return {
      context: operation.context,
      set: (more) => operation.set(more),
      content: (kind, read) => operation.content(kind, read),
      end: (error) => operation.end(error),
    };
  });
}
