import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Transform } from "node:stream";
import { createGunzip, createInflate } from "node:zlib";

/** A body that cannot be read; `status` is the HTTP status to answer with. */
export class BodyError extends Error {
  override name = "BodyError";
  readonly status: 400 | 413;
  constructor(status: 400 | 413, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/**
 * Reads a request body, decompressed, of at most `maxBytes` (both on the wire and decompressed).
 * Throws {@link BodyError} for a body that is too large, not decompressible or cut off.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const decompress = createDecompressor(request.headers["content-encoding"]);
  const chunks: Buffer[] = [];
  const collect = async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of limit(source, maxBytes)) chunks.push(chunk);
  };
  const receive = (source: AsyncIterable<Buffer>): AsyncIterable<Buffer> => limit(source, maxBytes);
  try {
    // Not the request itself: a pipeline that fails would destroy the socket before the answer is written.
    const source = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    if (decompress === undefined) await collect(source);
    else await pipeline(source, receive, decompress, collect);
  } catch (cause) {
    if (cause instanceof BodyError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BodyError(400, `could not read the body: ${reason}`, { cause });
  }
  return Buffer.concat(chunks);
}

function createDecompressor(header: string | undefined): Transform | undefined {
  const encoding = (header ?? "").trim().toLowerCase();
  if (encoding === "" || encoding === "identity") return undefined;
  if (encoding === "gzip" || encoding === "x-gzip") return createGunzip();
  if (encoding === "deflate") return createInflate();
  throw new BodyError(
    400,
    `unsupported Content-Encoding: ${encoding.slice(0, 40)}; supported: gzip, deflate, identity`,
  );
}

async function* limit(source: AsyncIterable<Buffer>, maxBytes: number): AsyncIterable<Buffer> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new BodyError(413, `the body is larger than ${maxBytes / 2 ** 20} MiB`);
    }
    yield chunk;
  }
}
