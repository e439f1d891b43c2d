import assert from "node:assert/strict";
import type { Span } from "@opentelemetry/api";
import { type ReadableSpan, TracerProvider } from "@opentelemetry/sdk-trace";
import { readConfig } from "../config/read-config.ts";
import { createProcessor, createRecording } from "../trace/recording.test.helper.ts";
import { createContentPolicy, type ContentPolicy } from "./content-policy.ts";
import type { ContentHook } from "./rewrite-content.ts";

/** Contents are captured everywhere. */
export const both = { AGENT_OTEL_CONTENT_CAPTURE: "both" };

/** The policy of an environment without faults. */
export function policyOf(env: Record<string, string> = {}, hook?: ContentHook): ContentPolicy {
  const { config, problems } = readConfig(env);
  assert.deepEqual(problems, []);
  return createContentPolicy(config.content, { hook });
}

/** A tracer provider whose spans are kept. */
interface Traced {
  readonly tracer: (scope: string) => ReturnType<TracerProvider["getTracer"]>;
  readonly spans: readonly ReadableSpan[];
}

/** The same with our tracer and with upstream's. */
export const engines: Readonly<Record<string, (policy: ContentPolicy) => Traced>> = {
  native: (policy) => {
    const { provider, spans } = createRecording({ endHooks: [policy.endHook] });
    return { tracer: (scope) => provider.getTracer(scope), spans };
  },
  "native, read by a processor": (policy) => {
    const reader = createProcessor({ onStart: (span) => void [span.attributes, span.events] });
    const { provider, spans } = createRecording({
      endHooks: [policy.endHook],
      processors: [reader],
    });
    return { tracer: (scope) => provider.getTracer(scope), spans };
  },
  upstream: (policy) => {
    const spans: ReadableSpan[] = [];
    const sink = createProcessor({ onEnd: (span) => spans.push(span) });
    const provider = new TracerProvider({ spanProcessors: [policy.spanProcessor, sink] });
    return { tracer: (scope) => provider.getTracer(scope), spans };
  },
};

/** Records one span, which `act` fills. */
export type Recorder = (
  policy: ContentPolicy,
  act: (span: Span) => void,
  scope?: string,
) => ReadableSpan;

/** The recorder of one of the engines. */
export function recorderOf(start: (policy: ContentPolicy) => Traced): Recorder {
  return (policy, act, scope = "app") => {
    const { tracer, spans } = start(policy);
    const span = tracer(scope).startSpan("a");
    act(span);
    span.end();
    const [only] = spans;
    assert.ok(only !== undefined);
    return only;
  };
}
