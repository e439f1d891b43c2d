import { createServer, type Server } from "node:http";
import { performance } from "node:perf_hooks";
import { type Received, createReceiver, nothingReceived } from "./receiver.ts";

// The process at the other end of every contender: the receiver of telemetry, and the service that the
// application's route /work calls. The runner asks over IPC.
let received = nothingReceived();
let busySince = performance.eventLoopUtilization();

process.on("message", ({ id, command }: { id: number; command: string }) => {
  if (command === "reset") reset();
  process.send?.({
    id,
    result: { ...received, busy: busy() } satisfies Received & { busy: number },
  });
});
process.once("disconnect", () => process.exit(1));

const target = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "application/json" }).end('{"answer":42}');
});
process.send?.({
  ready: {
    receiver: await listen(createReceiver(() => received)),
    target: await listen(target),
  },
});

function reset(): void {
  received = nothingReceived();
  busySince = performance.eventLoopUtilization();
}

/** The share of time, since the reset, in which this process was at work: near 1, it did not keep up. */
function busy(): number {
  return performance.eventLoopUtilization(busySince).utilization;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP port");
  return address.port;
}
