import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse, parseAllDocuments } from "yaml";
import { quickCommand } from "../../tools/stack/run/command.ts";
import { ROOT } from "../../tools/stack/testing/fake-programs.ts";
import { fetchedSchemas, programFile, whyNoProgram } from "./programs.helper.ts";

const schemas = fetchedSchemas();
const noSchemas = schemas === undefined && "skipped: no schemas (pnpm stack build --with checks)";
const deploy = join(ROOT, "deploy");

/** Kustomize's own files and its patches are no whole resources. */
const resources = ["base", "overlays/scaled", "."].flatMap((folder) =>
  readdirSync(join(deploy, "kubernetes", folder))
    .filter((file) => /^(?!kustomization|patch-).*\.yaml$/u.test(file))
    .map((file) => join(deploy, "kubernetes", folder, file)),
);

test(
  "every resource fits the schemas of Kubernetes and of the custom resources",
  { skip: whyNoProgram("kubectl-validate") || noSchemas },
  () => {
    assert.ok(resources.length >= 7);
    const { ok, output } = quickCommand(
      programFile("kubectl-validate") ?? "",
      ["--version", "1.30", "--local-crds", join(schemas ?? "", "crds"), ...resources],
      process.env,
      60_000,
    );
    assert.ok(ok, output);
  },
);

test("agentgateway's files fit its own schema", { skip: noSchemas }, () => {
  const schema: object = JSON.parse(
    readFileSync(join(schemas ?? "", "agentgateway-standalone.json"), "utf8"),
  );
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
  for (const file of readdirSync(join(deploy, "agentgateway"))) {
    const config: unknown = parse(readFileSync(join(deploy, "agentgateway", file), "utf8"));
    assert.ok(validate(config), `${file}: ${JSON.stringify(validate.errors?.slice(0, 5))}`);
  }
});

test("the Compose file fits the schema of the Compose specification", { skip: noSchemas }, () => {
  // It names draft 7 by an address that the validator does not know; that draft is its default.
  const { $schema, ...schema }: Record<string, unknown> = JSON.parse(
    readFileSync(join(schemas ?? "", "compose-spec.json"), "utf8"),
  );
  assert.match(String($schema), /draft-07/u);
  const compose: unknown = parse(readFileSync(join(deploy, "compose/compose.yaml"), "utf8"), {
    merge: true,
  });
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  assert.ok(validate(compose), JSON.stringify(validate.errors?.slice(0, 5)));
});

test("every kustomization names files and folders that are there", () => {
  const folders = ["kubernetes/base", "kubernetes/overlays/single", "kubernetes/overlays/scaled"];
  for (const folder of [...folders, "collector", "tempo", "grafana"]) {
    const file = join(deploy, folder, "kustomization.yaml");
    const {
      resources: listed = [],
      patches = [],
      configMapGenerator = [],
    }: Kustomization = parse(readFileSync(file, "utf8"));
    const names = [
      ...listed,
      ...patches.map(({ path }) => path),
      ...configMapGenerator.flatMap(({ files }) => files),
    ];
    assert.ok(names.length > 0, file);
    for (const name of names) assert.ok(existsSync(join(deploy, folder, name)), `${file}: ${name}`);
  }
});

test("no workload runs as root, without limits, or with an image of no version", () => {
  const workloads = resources.flatMap((file) =>
    parseAllDocuments(readFileSync(file, "utf8"))
      .map((document): Workload => document.toJS())
      .filter(({ kind }) => kind === "Deployment" || kind === "StatefulSet"),
  );
  assert.equal(workloads.length, 4);
  for (const { metadata, spec } of workloads) {
    const pod = spec.template.spec;
    assert.equal(pod.securityContext.runAsNonRoot, true, metadata.name);
    for (const { image, resources: limits, securityContext, readinessProbe } of pod.containers) {
      assert.match(image, /:v?\d+\.\d+\.\d+$/u);
      assert.ok(limits.limits.memory, metadata.name);
      assert.equal(securityContext.readOnlyRootFilesystem, true, metadata.name);
      assert.ok(readinessProbe, metadata.name);
    }
  }
});

interface Kustomization {
  readonly resources?: readonly string[];
  readonly patches?: readonly { readonly path: string }[];
  readonly configMapGenerator?: readonly { readonly files: readonly string[] }[];
}

interface Workload {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly template: { readonly spec: PodSpec } };
}

interface PodSpec {
  readonly securityContext: { readonly runAsNonRoot: boolean };
  readonly containers: readonly {
    readonly image: string;
    readonly resources: { readonly limits: { readonly memory: string } };
    readonly securityContext: { readonly readOnlyRootFilesystem: boolean };
    readonly readinessProbe?: object;
  }[];
}
