import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { ROOT } from "../../tools/stack/testing/fake-programs.ts";
import { readDashboards } from "./queries.helper.ts";

const folder = join(ROOT, "deploy/grafana");

interface DataSources {
  readonly datasources: readonly {
    readonly uid: string;
    readonly type: string;
    readonly isDefault?: boolean;
  }[];
}

const text = readFileSync(join(folder, "datasources.yaml"), "utf8");
const { datasources }: DataSources = parse(text);
const known = new Map(datasources.map(({ uid, type }) => [uid, type]));
const dashboards = readDashboards();

test("data sources have a uid each, one of them is the default, and they refer to each other", () => {
  assert.equal(known.size, datasources.length);
  assert.equal(datasources.filter(({ isDefault }) => isDefault === true).length, 1);
  const referred = [...text.matchAll(/datasourceUid: (\S+)/gu)].map(([, uid = ""]) => uid);
  assert.deepEqual(new Set(referred), new Set(known.keys()));
});

test("dashboards have unique uids and titles, and no id of a database", () => {
  assert.equal(dashboards.length, 5);
  assert.equal(new Set(dashboards.map(({ uid }) => uid)).size, dashboards.length);
  assert.equal(new Set(dashboards.map(({ title }) => title)).size, dashboards.length);
  for (const { uid, id } of dashboards) {
    assert.match(uid, /^[a-z0-9-]{1,40}$/u);
    assert.equal(id, undefined);
  }
});

test("every panel, target and variable names a data source that is provisioned", () => {
  for (const { title, panels, templating } of dashboards) {
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length, title);
    for (const panel of panels) {
      assert.ok(panel.targets.length > 0, `${title}: ${panel.title}`);
      for (const { datasource } of [panel, ...panel.targets]) {
        assert.equal(known.get(datasource.uid), datasource.type, `${title}: ${panel.title}`);
      }
    }
    for (const { name, datasource } of templating.list) {
      assert.ok(known.has(datasource.uid), `${title}: ${name}`);
    }
  }
});

test("no query has a variable that its dashboard does not define", () => {
  for (const { title, panels, templating } of dashboards) {
    const names = new Set(templating.list.map(({ name }) => name));
    for (const panel of panels) {
      for (const { expr = "", query = "" } of panel.targets) {
        for (const [, name = ""] of `${expr} ${query}`.matchAll(/\$(?!__)(\w+)/gu)) {
          assert.ok(names.has(name), `${title}: ${panel.title}: $${name}`);
        }
      }
    }
  }
});
