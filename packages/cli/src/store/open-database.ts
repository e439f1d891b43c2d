import type { DatabaseSync } from "node:sqlite";

/** Opens an empty SQLite database in memory, without Node's warning that SQLite is experimental. */
export function openDatabase(): DatabaseSync {
  const { DatabaseSync: Database } = loadSqlite();
  const database = new Database(":memory:");
  database.exec(tables);
  return database;
}

/** Ids are lower-case hexadecimal, times nanoseconds since 1970, `body` and `attributes` JSON text. */
const tables = `
  create table resource (id integer primary key, body text unique, service text, attributes text);
  create table trace (
    id text primary key, seq integer, spans integer, bytes integer, start integer, end integer
  ) without rowid;
  create index trace_seq on trace (seq);
  create index trace_start on trace (start);
  create table span (
    trace text, id text, parent text, name text, kind integer, start integer, end integer,
    status integer, message text, flags integer, resource integer, scope text, attributes text, body text,
    primary key (trace, id)
  );
  create table record (
    seq integer primary key, signal text, resource integer, scope text, name text, time integer, trace text,
    body text, bytes integer
  );
  create index record_trace on record (trace) where trace <> '';
`;

/** Node 22 prints an ExperimentalWarning when this module is first loaded; only that one is held back. */
function loadSqlite(): typeof import("node:sqlite") {
  const emitWarning = process.emitWarning.bind(process);
  const original = Object.getOwnPropertyDescriptor(process, "emitWarning") ?? {
    value: emitWarning,
  };
  process.emitWarning = (warning: string | Error, ...rest: [never?]) => {
    if (!String(warning).includes("SQLite is an experimental feature"))
      emitWarning(warning, ...rest);
  };
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    Object.defineProperty(process, "emitWarning", original);
  }
}
