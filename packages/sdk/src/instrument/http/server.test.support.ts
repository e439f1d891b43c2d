import { once } from "node:events";
import { type RequestListener, type Server, createServer } from "node:http";
import { type AddressInfo, type Socket, connect } from "node:net";
import { after } from "node:test";

const servers: Server[] = [];

after(() => {
  for (const server of servers) server.close().closeAllConnections();
});

/** Starts a server on a free loopback port; it is closed after the file's tests. */
export async function listen(
  handler: RequestListener,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(handler).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has an address
  return { server, port: (server.address() as AddressInfo).port };
}

/** Opens a connection and writes `text` as it is, one byte for each character. */
export async function raw(port: number, text: string): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(text, "latin1");
  return socket;
}

/** Everything that arrives until the end. */
export async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text;
}
