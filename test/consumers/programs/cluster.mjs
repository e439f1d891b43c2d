// Two processes that share a port, asked four times.
import cluster from "node:cluster";
import { createServer } from "node:http";

if (cluster.isPrimary) {
  let listening = 0;
  cluster.fork();
  cluster.fork();
  cluster.on("listening", async (_worker, { port }) => {
    listening += 1;
    if (listening < 2) return;
    await Promise.all(
      ["/a", "/b", "/c", "/d"].map(async (path) => {
        const headers = { connection: "close" };
        await (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).text();
      }),
    );
    for (const worker of Object.values(cluster.workers)) worker.disconnect();
  });
} else {
  createServer((_request, response) => response.end()).listen(0, "127.0.0.1");
}
