import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fetchedSchemas } from "./programs.helper.ts";
import { panelQueries, ruleQueries } from "./queries.helper.ts";

const schemas = fetchedSchemas();
const skip = schemas === undefined && "skipped: no schemas (pnpm stack build --with checks)";

test(
  "agentgateway's source has every metric and label that dashboards and alerts ask of it",
  { skip },
  () => {
    const source = readFileSync(join(schemas ?? "", "agentgateway-metrics.rs"), "utf8");
    const queries = [...panelQueries(), ...ruleQueries()].filter(({ query }) =>
      query.includes("agentgateway_"),
    );
    assert.ok(queries.length > 15);
    for (const { where, query } of queries) {
      for (const [, name = ""] of query.matchAll(/agentgateway_(\w+)/gu)) {
        assert.ok(isRegistered(name, source), `${where}: agentgateway_${name}`);
      }
      for (const [, list = ""] of query.matchAll(/by \(([^)]*)\)/gu)) {
        for (const label of list.split(", ").filter((one) => one !== "le")) {
          assert.match(source, new RegExp(`pub ${label}:`, "u"), `${where}: ${label}`);
        }
      }
    }
  },
);

/** The library adds the unit and `_total` to the name under which a metric is registered. */
function isRegistered(name: string, source: string): boolean {
  const base = name.replace(/_(?:bucket|count|sum|total)$/u, "");
  return [base, base.replace(/_(?:seconds|bytes)$/u, "")].some((one) =>
    source.includes(`"${one}"`),
  );
}
