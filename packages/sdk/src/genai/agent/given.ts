import { guard } from "@agent-otel/semconv-genai";

/** The options as plain values; none where they cannot be read, which TypeScript forbids and JavaScript does not. */
export function given<Options extends object>(options: Options): Partial<Options> {
  return guard((): Partial<Options> => ({ ...options })) ?? {};
}
