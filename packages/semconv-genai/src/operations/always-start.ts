import { diag } from "@opentelemetry/api";

/**
 * The same start, which never throws: where the request is unusable (nothing, or a getter of it throws), that is
 * reported through `diag` and the operation runs without what the request would have told.
 */
export function alwaysStart<Request extends object, Running>(
  start: (request: Partial<Request>) => Running,
): (request: Request) => Running {
  return (request) => {
    try {
      return start(request);
    } catch (error) {
      diag.error("GenAI telemetry failed", error);
      return start({});
    }
  };
}
