import { once } from "node:events";
import http, { createServer } from "node:http";

const server = createServer((request, response) => response.end(request.url)).listen(
  0,
  "127.0.0.1",
);
await once(server, "listening");
const base = `http://127.0.0.1:${server.address().port}`;
const [answer] = await once(http.get(`${base}/by-http`), "response");
await answer.resume().toArray();
await (await fetch(`${base}/by-fetch`)).text();
server.close();
