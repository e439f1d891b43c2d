import { once } from "node:events";
import { type ClientHttp2Session, type IncomingHttpHeaders, connect } from "node:http2";
import { after } from "node:test";

/** Connects to a server of HTTP/2; the connection is closed after the file's tests. */
export async function open(url: string): Promise<ClientHttp2Session> {
  const session = connect(url);
  after(() => {
    session.destroy();
  });
  await once(session, "connect");
  return session;
}

/** Asks once, with GET or with POST and a body, and gives the body of the answer. */
export async function ask(
  session: ClientHttp2Session,
  path: string,
  { headers = {}, body }: { headers?: IncomingHttpHeaders; body?: string } = {},
): Promise<string> {
  const method = body === undefined ? "GET" : "POST";
  const stream = session.request({ ":path": path, ":method": method, ...headers });
  let text = "";
  stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  stream.end(body);
  await once(stream, "close");
  return text;
}
