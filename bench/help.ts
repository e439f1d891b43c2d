import { contenderNames } from "./contenders.ts";
import { scenarioNames } from "./scenarios/scenario.ts";

/** What `pnpm bench --help` prints. */
export function helpText(): string {
  return `Measures ours side by side with the peers and compares the result with bench/budgets.json.

pnpm bench [options]        (half an hour; alone on the machine)

  --quick                short rounds, three contenders: about 3 minutes
  --scenario, -s <name>  only this one; may be repeated, or a list with commas
                         (${scenarioNames.slice(0, 6).join(", ")},
                         ${scenarioNames.slice(6).join(", ")})
  --contender, -c <name> only this one and the bare application; likewise
                         (${contenderNames.join(", ")})
  --rounds <n>           so many rounds of each scenario
  --json                 the result as JSON on stdout instead of tables
  --help, -h             this

Exit code: 0 when every promise that was measured is kept, 1 when one is missed, 2 for a wrong call.
A run without --quick, --scenario and --contender writes bench/results/latest.json.
AGENT_OTEL_ENGINE, when set, goes to ours. More: bench/README.md.`;
}
