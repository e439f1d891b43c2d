import { Buffer } from "node:buffer";
import {
  closeSync,
  constants,
  fchmodSync,
  openSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { parseSegmentName, unfinishedName } from "./segment-name.ts";

// A segment is a magic word, a checksum over its name and the request, and the request.
const MAGIC = Buffer.from("AOSPOOL1");
const HEADER_BYTES = MAGIC.length + 4;

// A name that is taken, and a link, are somebody else's work: never written through.
// Windows lacks some of these; for it they are 0.
const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;
const WRITE_FLAGS = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;
// Without O_NONBLOCK the opening of a named pipe waits for a writer.
const READ_FLAGS = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;
const MODE = 0o600;

/** Bytes on disk of a segment with a request of that length, in whole blocks of 4 KiB. */
export function diskBytes(bytes: number): number {
  return Math.ceil((bytes + HEADER_BYTES) / BLOCK) * BLOCK;
}

const BLOCK = 4096;

/**
 * Writes a segment; it has its name only when it is whole. It is not forced onto the disk: it outlives the process,
 * but not always a loss of power, after which its checksum tells. Rejects as the file system does.
 */
export async function writeSegment(path: string, body: readonly Uint8Array[]): Promise<void> {
  const unfinished = unfinishedPath(path, "a");
  const handle = await open(unfinished, WRITE_FLAGS, MODE);
  try {
    // The process's umask may have taken our own rights away.
    await handle.chmod(MODE);
    await handle.writeFile(encode(path, body));
    await handle.close();
    await rename(unfinished, path);
  } catch (error) {
    await handle.close().catch(ignore);
    await unlink(unfinished).catch(ignore);
    throw error;
  }
}

/** As {@link writeSegment}, at once. A segment of that name, which is the same one, is replaced. */
export function writeSegmentSync(path: string, body: readonly Uint8Array[]): void {
  const unfinished = unfinishedPath(path, "s");
  const file = openSync(unfinished, WRITE_FLAGS, MODE);
  try {
    fchmodSync(file, MODE);
    writeFileSync(file, encode(path, body));
    renameSync(unfinished, path);
  } catch (error) {
    removeSync(unfinished);
    throw error;
  } finally {
    closeSync(file);
  }
}

function removeSync(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // The first error counts.
  }
}

/** Reads the request of a segment. Rejects when the file is not what its name says, or not ours. */
export async function readSegment(path: string): Promise<Uint8Array> {
  const handle = await open(path, READ_FLAGS);
  try {
    const facts = parseSegmentName(basename(path));
    checkFile(await handle.stat(), facts?.bytes);
    const file = await readWhole(handle);
    const request = file.subarray(HEADER_BYTES);
    const checksum = crc32(request, crc32(basename(path)));
    if (!file.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error("it is no segment");
    if (file.readUInt32BE(MAGIC.length) !== checksum) throw new Error("its checksum is wrong");
    return request;
  } finally {
    await handle.close();
  }
}

function unfinishedPath(path: string, tag: string): string {
  return join(dirname(path), unfinishedName(basename(path), tag));
}

/** One piece, so that one call of the file system writes it. */
function encode(path: string, body: readonly Uint8Array[]): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  MAGIC.copy(header);
  let checksum = crc32(basename(path));
  for (const piece of body) checksum = crc32(piece, checksum);
  header.writeUInt32BE(checksum, MAGIC.length);
  return Buffer.concat([header, ...body]);
}

function checkFile(stats: Stats, bytes: number | undefined): void {
  if (!stats.isFile()) throw new Error("it is no regular file");
  const uid = process.geteuid?.();
  if (uid !== undefined && stats.uid !== uid) throw new Error("it belongs to another user");
  if (stats.size !== (bytes ?? 0) + HEADER_BYTES) {
    throw new Error(`it has ${stats.size} bytes, and not as many as its name says`);
  }
}

/** The size was checked; what grows meanwhile is not read. */
async function readWhole(handle: FileHandle): Promise<Buffer> {
  const { size } = await handle.stat();
  const file = Buffer.allocUnsafeSlow(size);
  let at = 0;
  while (at < size) {
    // oxlint-disable-next-line no-await-in-loop -- each read begins where the last one ended
    const { bytesRead } = await handle.read(file, at, size - at, at);
    if (bytesRead === 0) throw new Error("it ends too early");
    at += bytesRead;
  }
  return file;
}

/** The first error counts. */
function ignore(): void {}
