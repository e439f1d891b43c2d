import type { ContentPolicy } from "../content-policy/content-policy.ts";
import type { Replacements } from "./declarative-require.ts";

/** Has the content policy see every span and log record before the processors that the file asks for. */
export function screenProviders({
  spanProcessor,
  logProcessor,
}: Pick<ContentPolicy, "logProcessor" | "spanProcessor">): Replacements {
  return {
    "@opentelemetry/sdk-trace": {
      TracerProvider: (real) => withFirst(real, "TracerProvider", "spanProcessors", spanProcessor),
    },
    "@opentelemetry/sdk-logs": {
      LoggerProvider: (real) => withFirst(real, "LoggerProvider", "processors", logProcessor),
    },
  };
}

/** The class, whose option of this name is a list, with one more at its beginning. */
function withFirst(real: () => object, name: string, option: string, first: object): unknown {
  const Class: new (options: object) => object = Reflect.get(real(), name);
  return new Proxy(Class, {
    construct: (target, [options = {}]: [object?], newTarget) => {
      const given: unknown = Reflect.get(options, option);
      const list = Array.isArray(given) ? given : [];
      return Reflect.construct(target, [{ ...options, [option]: [first, ...list] }], newTarget);
    },
  });
}
