import { type Socket, connect } from "node:net";

/** One keep-alive HTTP/1.1 connection that asks for one path, one request at a time. */
export interface Connection {
  /** Sends the request and waits for the whole answer; rejects when that is not a 200. */
  request(): Promise<void>;
  close(): void;
}

/**
 * Opens a connection. It reads no more of an answer than a load generator must, so that it takes little
 * from the processors that the measured process runs on.
 */
export async function openConnection(port: number, path: string): Promise<Connection> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const bytes = Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`);
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve).once("error", reject);
  });
  const nextAnswer = readAnswers(socket);
  return {
    request() {
      const answer = nextAnswer();
      socket.write(bytes);
      return answer;
    },
    close: () => socket.destroy(),
  };
}

function readAnswers(socket: Socket): () => Promise<void> {
  let waiting: PromiseWithResolvers<void> | undefined;
  let text = "";
  // latin1: one character per byte, so that lengths agree.
  socket.setEncoding("latin1");
  socket.on("data", (data: string) => {
    text += data;
    const length = measureAnswer(text);
    if (length === undefined || text.length < length) return;
    if (text.startsWith("HTTP/1.1 200 ")) waiting?.resolve();
    else waiting?.reject(new Error(`the application answered ${text.slice(9, 300)}`));
    text = "";
  });
  socket.on("error", (error) => waiting?.reject(error));
  socket.on("close", () => waiting?.reject(new Error("the application closed the connection")));
  return () => {
    waiting = Promise.withResolvers<void>();
    if (socket.destroyed) waiting.reject(new Error("the application closed the connection"));
    return waiting.promise;
  };
}

/** The length of head and body, or undefined while the head is not whole. An answer of unknown length is whole. */
function measureAnswer(text: string): number | undefined {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const length = /\r\ncontent-length: (\d+)/iu.exec(text.slice(0, headEnd))?.[1] ?? 0;
  return headEnd + 4 + Number(length);
}
