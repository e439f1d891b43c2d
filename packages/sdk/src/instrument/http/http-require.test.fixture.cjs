const { get, createServer } = require("http");

const server = createServer((request, response) => response.end(request.url));
server.listen(0, "127.0.0.1", () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  get(`${base}/by-http`, (answer) => {
    answer.resume().on("end", async () => {
      await (await fetch(`${base}/by-fetch`)).text();
      server.close();
    });
  });
});
