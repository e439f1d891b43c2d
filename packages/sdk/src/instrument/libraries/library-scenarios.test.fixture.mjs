// What an application does with each library, the same for `import` and `require`: `load` gives the module.
import { once } from "node:events";
import { createServer } from "node:net";

const bulk = (text) => `$${text.length}\r\n${text}\r\n`;
const toBytes = (text) => Buffer.from(text);

/** A server that understands as much of Redis's protocol as a client needs to set and get a key. */
async function startRedis() {
  const answers = {
    HELLO: `*2\r\n${bulk("server")}${bulk("redis")}`,
    INFO: bulk("redis_version:7.2.0\r\nloading:0\r\nrole:main\r\n"),
    GET: bulk("value"),
  };
  const server = createServer((socket) => {
    let text = "";
    socket.on("data", (data) => {
      text += data;
      // Each command is an array of bulk strings: `*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n`.
      for (;;) {
        const count = /^\*(\d+)\r\n/.exec(text);
        if (count === null) return;
        const parts = text.slice(count[0].length).split("\r\n");
        const length = Number(count[1]) * 2;
        if (parts.length <= length) return;
        text = parts.slice(length).join("\r\n");
        socket.write(answers[parts[1].toUpperCase()] ?? "+OK\r\n");
      }
    });
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function ask(server, path) {
  const url = `http://127.0.0.1:${server.address().port}${path}`;
  const response = await fetch(url, { headers: { connection: "close" } });
  return response.text();
}

export const scenarios = {
  async express(load) {
    const express = await load("express");
    const app = express();
    app.use(function first(_request, _response, next) {
      next();
    });
    app.get("/users/:id", (request, response) => {
      response.send(`user ${request.params.id}`);
    });
    const server = app.listen(0, "127.0.0.1");
    await once(server, "listening");
    await ask(server, "/users/7");
    server.close();
  },

  async koa(load) {
    const Koa = await load("koa");
    const app = new Koa();
    app.use(async function first(_context, next) {
      await next();
    });
    app.use((context) => {
      context.body = "hello";
    });
    const server = app.listen(0, "127.0.0.1");
    await once(server, "listening");
    await ask(server, "/any");
    server.close();
  },

  async hapi(load) {
    const hapi = await load("@hapi/hapi");
    const server = hapi.server({ port: 0, host: "127.0.0.1" });
    server.route({ method: "GET", path: "/users/{id}", handler: () => "user" });
    await server.start();
    await ask(server.listener, "/users/7");
    await server.stop();
  },

  async graphql(load, { trace }) {
    const { graphql, buildSchema } = await load("graphql");
    const schema = buildSchema("type Query { hello: String }");
    await trace.getTracer("app").startActiveSpan("work", async (span) => {
      const { data } = await graphql({ schema, source: "{ hello }", rootValue: { hello: "hi" } });
      if (data.hello !== "hi") throw new Error("wrong answer");
      span.end();
    });
  },

  async winston(load, { trace }) {
    const winston = await load("winston");
    const logger = winston.createLogger({
      level: "debug",
      transports: [new winston.transports.Console()],
    });
    trace.getTracer("app").startActiveSpan("work", (span) => {
      logger.info("told", { user: 7 });
      logger.error("failed", { err: new TypeError("broken") });
      span.end();
    });
    logger.debug("outside");
  },

  async bunyan(load, { trace }) {
    const bunyan = await load("bunyan");
    const logger = bunyan.createLogger({ name: "app" });
    trace.getTracer("app").startActiveSpan("work", (span) => {
      logger.warn({ user: 7 }, "told");
      span.end();
    });
  },

  async ioredis(load, { trace }) {
    const { Redis } = await load("ioredis");
    const server = await startRedis();
    const client = new Redis({ port: server.address().port, host: "127.0.0.1" });
    await trace.getTracer("app").startActiveSpan("work", async (span) => {
      await client.set("key", "value");
      if ((await client.get("key")) !== "value") throw new Error("wrong answer");
      span.end();
    });
    client.disconnect();
    server.close();
  },

  async redis(load, { trace }) {
    const { createClient } = await load("redis");
    const server = await startRedis();
    const client = createClient({ socket: { port: server.address().port, host: "127.0.0.1" } });
    await client.connect();
    await trace.getTracer("app").startActiveSpan("work", async (span) => {
      await client.set("key", "value");
      if ((await client.get("key")) !== "value") throw new Error("wrong answer");
      span.end();
    });
    client.destroy();
    server.close();
  },

  async pg(load, { trace }) {
    const pg = await load("pg");
    const pool = new pg.Pool({ host: process.env.POSTGRES_SOCKET, user: "postgres" });
    await trace.getTracer("app").startActiveSpan("work", async (span) => {
      const { rows } = await pool.query("SELECT $1::int AS one", [1]);
      if (rows[0].one !== 1) throw new Error("wrong answer");
      span.end();
    });
    await pool.end();
  },

  async node(load, { trace }) {
    const dns = await load("node:dns");
    const { readFile } = await load("node:fs");
    await trace.getTracer("app").startActiveSpan("work", async (span) => {
      await new Promise((resolve) => {
        dns.lookup("localhost", resolve);
      });
      await new Promise((resolve) => {
        readFile("/absent", resolve);
      });
      span.end();
    });
  },

  async grpc(load, { trace }) {
    const grpc = await load("@grpc/grpc-js");
    const service = {
      Echo: {
        path: "/demo.Demo/Echo",
        requestStream: false,
        responseStream: false,
        requestSerialize: toBytes,
        requestDeserialize: String,
        responseSerialize: toBytes,
        responseDeserialize: String,
      },
    };
    const server = new grpc.Server();
    server.addService(service, { Echo: (call, callback) => callback(null, call.request) });
    const port = await new Promise((resolve, reject) => {
      const credentials = grpc.ServerCredentials.createInsecure();
      server.bindAsync("127.0.0.1:0", credentials, (error, bound) => {
        if (error === null) resolve(bound);
        else reject(error);
      });
    });
    const Client = grpc.makeClientConstructor(service, "Demo");
    const client = new Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    await trace.getTracer("app").startActiveSpan("work", async (span) => {
      await new Promise((resolve, reject) => {
        client.Echo("hello", (error, answer) => {
          if (answer === "hello") resolve();
          else reject(error ?? new Error("wrong answer"));
        });
      });
      span.end();
    });
    client.close();
    server.forceShutdown();
  },
};
