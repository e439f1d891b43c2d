import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import { answerClientError } from "./http/client-error.ts";
import { installMetrics } from "./http/metrics.ts";
import { handleError, installProblems } from "./http/problem.ts";
import { installRefusalWhileClosing } from "./http/refuse-while-closing.ts";
import { installRequestLog } from "./http/request-log.ts";
import { installTraceHeader } from "./http/trace-header.ts";
import { chatRoutes, type ChatOptions } from "./routes/chat.ts";
import { monitoringRoutes, type HealthChecks } from "./routes/monitoring.ts";

export interface AppParts {
  readonly logger: FastifyBaseLogger;
  readonly chat: ChatOptions;
  readonly checks: HealthChecks;
}

/** The HTTP application. It does not listen yet: tests use `inject`, the backend calls `listen`. */
export async function createApp({ logger, chat, checks }: AppParts): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 65_536,
    requestTimeout: 30_000,
    return503OnClosing: false,
    // A body is refused, not repaired: by default, 42 would become "42" and unknown fields would vanish.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true } },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => void handleError(error, request, reply),
  }).withTypeProvider<TypeBoxTypeProvider>();

  installTraceHeader(app);
  const metrics = installMetrics(app);
  installRequestLog(app);
  installProblems(app);
  installRefusalWhileClosing(app);

  await app.register(chatRoutes, chat);
  await app.register(monitoringRoutes, { metrics, checks });
  return app;
}
