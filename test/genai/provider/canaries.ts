/** Texts that stand for what users and models say: no telemetry may hold them unless contents are captured. */
export const CANARIES = {
  prompt: "canary-prompt-9b2e",
  system: "canary-system-41fa",
  answer: "canary-answer-5d1f",
  toolArgument: "canary-argument-7c33",
  toolResult: "canary-result-e802",
  /** In the description of an error. */
  error: "canary-error-2f6d",
} as const;
