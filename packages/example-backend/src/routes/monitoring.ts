import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { Registry } from "prom-client";

export interface MonitoringOptions {
  readonly metrics: Registry;
  readonly checks: HealthChecks;
}

/** What the health route asks. A check answers at once and never throws. */
export interface HealthChecks {
  readonly database: () => boolean;
  readonly calculator: () => boolean;
}

const State = Type.Union([Type.Literal("ok"), Type.Literal("down")]);
const Health = Type.Object({
  status: Type.Union([Type.Literal("ok"), Type.Literal("degraded"), Type.Literal("down")]),
  uptimeSeconds: Type.Integer(),
  checks: Type.Object({ database: State, calculator: State }),
});

/** `GET /monitoring/health` and `GET /monitoring/metrics`, for probes and for Prometheus. */
export const monitoringRoutes: FastifyPluginAsyncTypebox<MonitoringOptions> = async (
  app,
  { metrics, checks },
) => {
  const schema = { response: { 200: Health, 503: Health } };
  app.get("/monitoring/health", { schema }, async (_request, reply) => {
    const database = checks.database();
    const calculator = checks.calculator();
    // Without the calculator the agent still answers, and its next call starts it again: no reason to restart us.
    const status = !database ? "down" : calculator ? "ok" : "degraded";
    return reply
      .code(database ? 200 : 503)
      .header("cache-control", "no-store")
      .send({
        status,
        uptimeSeconds: Math.floor(process.uptime()),
        checks: { database: stateOf(database), calculator: stateOf(calculator) },
      });
  });

  app.get("/monitoring/metrics", async (_request, reply) => {
    const text = await metrics.metrics();
    return reply.type(metrics.contentType).send(text);
  });
};

function stateOf(works: boolean): "ok" | "down" {
  return works ? "ok" : "down";
}
