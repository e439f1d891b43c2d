// `@agent-otel/sdk/configuration`: what the SDK would do, for tools. Loads nothing of OpenTelemetry.
export {
  type ConfigurationReport,
  describeConfiguration,
  type ValueOrigin,
  type VariableReport,
} from "./describe-configuration.ts";
export { formatProblem, type Problem } from "./env/problem.ts";
