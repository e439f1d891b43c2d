import { trace } from "@opentelemetry/api";
import Fastify from "fastify";

const tracer = trace.getTracer("http");

const outside = { traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" };

const requests = [
  { path: "/orders/7?api_key=hidden&page=2" },
  { path: "/orders/7", headers: outside },
  { method: "POST", path: "/orders", headers: { "content-type": "application/json" } },
  { path: "/fails" },
  { path: "/nowhere" },
  { method: "HEAD", path: "/orders/7" },
  { method: "PURGE", path: "/orders/7" },
];

/** A Fastify server that is asked by `fetch`, and asks itself. */
export async function run() {
  const app = createServer();
  const origin = await app.listen({ port: 0, host: "127.0.0.1" });
  const answers = [];
  for (const { method = "GET", path, headers = {} } of requests) {
    const body = method === "POST" ? '{"item":1}' : undefined;
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that the order is known
    const answer = await fetch(origin + path, { method, headers, body });
    // oxlint-disable-next-line no-await-in-loop -- as above
    answers.push([method, path, answer.status, (await answer.text()).length > 0]);
  }
  await app.close();
  const refused = await fetch(origin).catch((error) => error.cause.code);
  return { origin, answers, refused };
}

function createServer() {
  const app = Fastify({ logger: { level: "info" } });
  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Fastify waits for them
  app.get("/orders/:id", async (request) => {
    request.log.info({ order: request.params.id }, "looked up");
    const { host } = request.headers;
    await tracer.startActiveSpan("look up", async (span) => {
      await (await fetch(`http://${host}/stock`)).text();
      span.end();
    });
    return { id: request.params.id };
  });
  app.get("/stock", async () => {
    trace.getActiveSpan()?.setAttribute("app.stock", 3).addEvent("counted");
    return { left: 3 };
  });
  app.post("/orders", async (request, reply) => reply.code(201).send(request.body));
  app.get("/fails", async () => {
    throw new RangeError("out of stock");
  });
  return app;
}
