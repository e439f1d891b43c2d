import type { DatabaseSync } from "node:sqlite";
import type { Resource } from "../otlp/model.ts";
import { flatten } from "./flatten.ts";
import { stringify } from "./read-span.ts";

/** The services that sent something, each stored once. */
export interface Resources {
  /** The row of a resource, made when it is new. */
  idOf(resource: Resource | undefined): number | bigint;
}

/** Opens the table of resources. */
export function createResources(database: DatabaseSync): Resources {
  const find = database.prepare("select id from resource where body = ?");
  const insert = database.prepare(
    "insert into resource (body, service, attributes) values (?, ?, ?)",
  );
  return {
    idOf(resource = {}) {
      const body = stringify(resource);
      const found = find.get(body);
      if (found !== undefined) return Number(found.id);
      const attributes = flatten(resource.attributes);
      const service = attributes["service.name"];
      const name = typeof service === "string" ? service : "";
      return insert.run(body, name, JSON.stringify(attributes)).lastInsertRowid;
    },
  };
}
