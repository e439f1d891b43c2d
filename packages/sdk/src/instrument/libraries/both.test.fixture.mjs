import { createRequire } from "node:module";
import Fastify from "fastify";
import pino from "pino";

const require = createRequire(import.meta.url);
pino().info("imported");
require("pino")().info("required");
const app = Fastify({ loggerInstance: pino() });
app.get("/hello", (request, reply) => {
  request.log.info("from the route");
  reply.send("ok");
});
const address = await app.listen({ port: 0, host: "127.0.0.1" });
await (await fetch(`${address}/hello`)).text();
await app.close();
