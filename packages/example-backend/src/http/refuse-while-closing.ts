import type { FastifyInstance } from "fastify";
import { HttpProblem } from "./problem.ts";

/** Refuses what still arrives on open connections while the application closes. */
export function installRefusalWhileClosing(app: FastifyInstance): void {
  let closing = false;
  app.addHook("preClose", async () => {
    closing = true;
  });
  app.addHook("onRequest", async () => {
    if (closing) throw new HttpProblem(503, "The server is shutting down.");
  });
}
