import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { accepts } from "../stack/run/sockets.ts";
import { allCases } from "./cases.ts";
import { openFixtures } from "./fixtures.ts";
import { differencesPage, harmful, unusedReasons, withoutReason } from "./page.ts";
import { runCases, type Findings } from "./run-cases.ts";

// `pnpm differential`: runs every case with both SDKs and writes docs/differences-from-upstream.md.
const page = new URL("../../docs/differences-from-upstream.md", import.meta.url);
/** Where both SDKs send by default, and where Prometheus is served by default: nobody else may be there. */
const DEFAULT_PORTS = [4317, 4318, 9411, 9464];

const taken = await Promise.all(DEFAULT_PORTS.map(accepts));
const busy = DEFAULT_PORTS.filter((_, index) => taken[index]);
if (busy.length > 0) {
  console.error(`End what listens on ${busy.join(", ")} first: cases would send to it.`);
  process.exitCode = 1;
} else {
  const findings = await run();
  const faults = [
    ...harmful(findings).map((row) => `No reason excuses: ${row}`),
    ...withoutReason(findings).map((row) => `No reason in reasons.ts for: ${row}`),
    ...unusedReasons(findings).map((name) => `No difference needs the reason for ${name}.`),
  ];
  for (const fault of faults) console.error(fault);
  if (faults.length === 0) writeFileSync(page, differencesPage(findings));
  else process.exitCode = 1;
}

async function run(): Promise<Findings> {
  const cases = allCases();
  const fixtures = openFixtures();
  const started = performance.now();
  let done = 0;
  const onCase = (): void => {
    done++;
    if (done % 50 === 0 || done === cases.length) {
      const seconds = Math.round((performance.now() - started) / 1000);
      console.log(`${done} of ${cases.length} cases after ${seconds} s`);
    }
  };
  try {
    // Many cases only wait.
    return await runCases(cases, { fixtures, atOnce: 3 * availableParallelism(), onCase });
  } finally {
    fixtures.close();
  }
}
