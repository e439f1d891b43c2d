import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createRequire } from "node:module";
import { test, type TestContext } from "node:test";
import { cloudDetectors } from "./cloud-detectors.ts";
import { runProgram } from "./detect.test.helper.ts";

interface MetadataServer {
  readonly host: string;
  readonly requests: readonly IncomingMessage[];
}

/** Answers with what is known of a path, with 404 otherwise. */
async function serve(t: TestContext, known: Record<string, string>): Promise<MetadataServer> {
  const requests: IncomingMessage[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(request);
    const answer = known[request.url ?? ""];
    response.writeHead(answer === undefined ? 404 : 200, { "metadata-flavor": "Google" });
    response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return { host: `127.0.0.1:${address.port}`, requests };
}

test("the packages are there and have the detectors that are named", () => {
  const require = createRequire(import.meta.url);
  const load = createRequire(require.resolve("@opentelemetry/auto-instrumentations-node"));
  for (const { package: name, exports } of Object.values(cloudDetectors)) {
    const loaded: Record<string, { detect?: unknown }> = load(name);
    const expected = Object.keys(loaded).filter((key) => loaded[key]?.detect !== undefined);
    assert.deepEqual(exports.toSorted(), expected.toSorted(), name);
  }
});

// The program says so when it is loaded, in the worker as well.
const preload = `import { writeSync } from "node:fs"; writeSync(1, "preloaded\\n");`;

test("gcp: the attributes come from the metadata server, by a thread that nothing is preloaded into", async (t) => {
  const { host, requests } = await serve(t, {
    "/computeMetadata/v1/instance": "{}",
    "/computeMetadata/v1/instance/machine-type": "projects/1/machineTypes/e2-small",
    "/computeMetadata/v1/instance/id": "4520031799277581759",
    "/computeMetadata/v1/instance/name": "machine",
    "/computeMetadata/v1/instance/zone": "projects/1/zones/europe-west3-a",
    "/computeMetadata/v1/project/project-id": "acme",
  });
  const { stdout, stderr } = await runProgram(`await settled(detectResource(["gcp"], report));`, {
    GCE_METADATA_HOST: host,
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(preload)}`,
  });
  assert.equal(stderr, "");
  const [first, json = "", ...rest] = stdout.trimEnd().split("\n");
  assert.equal(first, "preloaded");
  assert.deepEqual(rest, []);
  const attributes = JSON.parse(json);
  assert.equal(attributes["cloud.provider"], "gcp");
  assert.equal(attributes["cloud.account.id"], "acme");
  assert.equal(attributes["cloud.availability_zone"], "europe-west3-a");
  assert.equal(attributes["host.id"], "4520031799277581759");
  assert.ok(requests.length >= 5);
  for (const { headers } of requests) assert.equal(headers["traceparent"], undefined);
});

test("aws: a task of ECS is told from its metadata server", async (t) => {
  const { host } = await serve(t, {
    "/": JSON.stringify({
      Name: "backend",
      ContainerARN: "arn:aws:ecs:eu-central-1:111122223333:container/abc",
    }),
    "/task": JSON.stringify({
      TaskARN: "arn:aws:ecs:eu-central-1:111122223333:task/cluster/def",
      Family: "family",
      Revision: "7",
      LaunchType: "FARGATE",
      Cluster: "cluster",
    }),
  });
  const { stdout, stderr } = await runProgram(
    `const clouds = [{ ...cloudDetectors.aws, exports: ["awsEcsDetector", "awsLambdaDetector"] }];
     await settled(detectClouds(clouds, { local: {}, report, limitMs: 20_000 }));`,
    { ECS_CONTAINER_METADATA_URI_V4: `http://${host}` },
  );
  assert.equal(stderr, "");
  const attributes = JSON.parse(stdout);
  assert.equal(attributes["cloud.platform"], "aws_ecs");
  assert.equal(attributes["aws.ecs.task.family"], "family");
  assert.equal(attributes["aws.ecs.launchtype"], "fargate");
});
