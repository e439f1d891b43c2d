// The demo model as a server of its own, in the image of the backend: agentgateway asks it in the place of a provider.
import { createDemoModelServer } from "../dist/demo-model/server.js";

const server = createDemoModelServer();
server.listen(Number(process.env.PORT ?? 8080), process.env.HOST ?? "127.0.0.1");
process.once("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
});
