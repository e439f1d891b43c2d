/** The demo model as a process of its own, as a real provider would be. The backend starts it and reads its address. */
import { once } from "node:events";
import { createDemoModelServer } from "./demo-model/server.ts";
import { liveWithParent } from "./process/live-with-parent.ts";

const server = createDemoModelServer();
liveWithParent(() => {
  server.close();
  server.closeAllConnections();
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const address = server.address();
if (address === null || typeof address === "string") throw new Error("no port to listen on");
process.stdout.write(`http://127.0.0.1:${address.port}/v1\n`);
