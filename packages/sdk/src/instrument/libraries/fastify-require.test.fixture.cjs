const Fastify = require("fastify");

async function main() {
  const app = Fastify({ logger: true });
  app.get("/hello", (request, reply) => {
    request.log.info("from the route");
    reply.send("ok");
  });
  const address = await app.listen({ port: 0, host: "127.0.0.1" });
  await (await fetch(`${address}/hello`)).text();
  await app.close();
}
void main();
