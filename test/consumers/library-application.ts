import { type Application, type Import, writeSource } from "./application.ts";

/**
 * An application without a word of telemetry in it: express, pino, fetch, a client and a server of `node:http`, and
 * PostgreSQL where POSTGRES_SOCKET names one. Everything belongs to the trace of its one request.
 */
export const libraryApplication: Application = {
  name: "libraries",
  source: (format) => writeSource(format, imports, body),
  ask: (url) => fetch(`${url}/start/7`, { headers: { connection: "close" } }),
};

const imports: readonly Import[] = [
  { names: "http", from: "node:http" },
  { names: "express", from: "express" },
  { names: "pg", from: "pg" },
  { names: "pino", from: "pino" },
];

const body = `
const log = pino();

function listen(server) {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve("http://127.0.0.1:" + server.address().port));
  });
}

function get(url) {
  return new Promise((resolve, reject) => {
    http.get(url, { agent: false }, (response) => response.resume().on("end", resolve)).on("error", reject);
  });
}

async function query() {
  if (process.env.POSTGRES_SOCKET === undefined) return 1;
  const pool = new pg.Pool({ host: process.env.POSTGRES_SOCKET, user: "postgres" });
  const { rows } = await pool.query("SELECT 1 AS one");
  await pool.end();
  return rows[0].one;
}

async function main() {
  const backend = http.createServer((request, response) => {
    log.info("backend");
    response.end("hello");
  });
  const backendUrl = await listen(backend);
  const app = express();
  const server = http.createServer(app);
  app.get("/start/:id", async (request, response) => {
    log.info("start");
    const one = await query();
    await get(backendUrl + "/by-http");
    const answer = await fetch(backendUrl + "/by-fetch", { headers: { connection: "close" } });
    response.once("close", () => {
      server.close();
      backend.close();
    });
    response.json({ one, text: await answer.text() });
  });
  console.log(JSON.stringify({ ready: await listen(server) }));
}

void main();
`;
