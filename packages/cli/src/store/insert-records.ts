import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { OtlpLogRecord, OtlpMetric } from "../otlp/model.ts";
import type { Inserted, Inserts } from "./insert.ts";
import { stringify } from "./read-span.ts";
import { createResources } from "./resources.ts";

/** Prepares the insertion of metrics and log records, one row each. */
export function createRecordInsert(database: DatabaseSync): Pick<Inserts, "metrics" | "logs"> {
  const resources = createResources(database);
  const insert = database.prepare(
    `insert into record (signal, resource, scope, name, time, trace, body, bytes)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    metrics(request) {
      let received = 0;
      for (const { resource, scopeMetrics = [] } of request.resourceMetrics ?? []) {
        const resourceId = resources.idOf(resource);
        for (const { scope = {}, metrics = [] } of scopeMetrics) {
          const place = ["metrics", resourceId, stringify(scope)] as const;
          for (const metric of metrics) received += insertMetric(insert, place, metric);
        }
      }
      return accepted(received);
    },
    logs(request) {
      let received = 0;
      for (const { resource, scopeLogs = [] } of request.resourceLogs ?? []) {
        const resourceId = resources.idOf(resource);
        for (const { scope = {}, logRecords = [] } of scopeLogs) {
          const place = ["logs", resourceId, stringify(scope)] as const;
          for (const record of logRecords) received += insertLog(insert, place, record);
        }
      }
      return accepted(received);
    },
  };
}

type Place = readonly [signal: string, resourceId: number | bigint, scope: string];

function accepted(received: number): Inserted {
  return { received, rejection: { count: 0, reason: "" }, spans: [] };
}

function insertMetric(insert: StatementSync, place: Place, metric: OtlpMetric): number {
  const body = stringify(metric);
  const now = BigInt(Date.now()) * 1_000_000n;
  insert.run(...place, metric.name ?? "", now, "", body, body.length);
  const { gauge, sum, histogram, exponentialHistogram, summary } = metric;
  const data = gauge ?? sum ?? histogram ?? exponentialHistogram ?? summary;
  return data?.dataPoints?.length ?? 0;
}

function insertLog(insert: StatementSync, place: Place, record: OtlpLogRecord): number {
  const body = stringify(record);
  const trace = Buffer.from(record.traceId ?? []).toString("hex");
  const time = BigInt.asIntN(64, BigInt(record.timeUnixNano ?? record.observedTimeUnixNano ?? 0));
  insert.run(...place, record.severityText ?? "", time, trace, body, body.length);
  return 1;
}
