import type { IMetricReader } from "@opentelemetry/sdk-metrics";
import type { ContentPolicy } from "../content-policy/content-policy.ts";
import type { Replacements } from "./declarative-require.ts";

/** Has the content policy see everything before the processors and readers that the file asks for. */
export function screenProviders({
  spanProcessor,
  logProcessor,
  screenReader,
}: ContentPolicy): Replacements {
  return {
    "@opentelemetry/sdk-trace": {
      TracerProvider: (real) =>
        withList(real, ["TracerProvider", "spanProcessors"], (list) => [spanProcessor, ...list]),
    },
    "@opentelemetry/sdk-logs": {
      LoggerProvider: (real) =>
        withList(real, ["LoggerProvider", "processors"], (list) => [logProcessor, ...list]),
    },
    "@opentelemetry/sdk-metrics": {
      MeterProvider: (real) =>
        withList(real, ["MeterProvider", "readers"], (list: readonly IMetricReader[]) =>
          list.map((reader) => screenReader(reader)),
        ),
    },
  };
}

/** The class, an option of which is another list. */
function withList<T extends object>(
  real: () => object,
  [name, option]: readonly [name: string, option: string],
  change: (list: readonly T[]) => readonly T[],
): unknown {
  const Class: new (options: object) => object = Reflect.get(real(), name);
  return new Proxy(Class, {
    construct: (target, [options = {}]: [object?], newTarget) => {
      const given: unknown = Reflect.get(options, option);
      const list: readonly T[] = Array.isArray(given) ? given : [];
      return Reflect.construct(target, [{ ...options, [option]: change(list) }], newTarget);
    },
  });
}
