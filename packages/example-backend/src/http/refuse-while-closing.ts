import type { FastifyInstance } from "fastify";
import { HttpProblem } from "./problem.ts";

/** While the application closes: refuses what still arrives on open connections, and closes them after the answer. */
export function installRefusalWhileClosing(app: FastifyInstance): void {
  let closing = false;
  app.addHook("preClose", async () => {
    closing = true;
  });
  app.addHook("onRequest", async () => {
    if (closing) throw new HttpProblem(503, "The server is shutting down.");
  });
  // Else the connection of a request that is still being answered would stay open, and the server with it, until the
  // client lets go of it.
  app.addHook("onSend", async (_request, reply) => {
    if (closing) reply.header("connection", "close");
  });
}
