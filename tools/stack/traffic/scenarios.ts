/** One request as a client sends it. */
export interface Step {
  /** Which of the two backends is asked: the one with the demo model, or the one whose model has bad days. */
  readonly backend: "calm" | "moody";
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Body; `conversationId` is added to a question. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Statuses that are right for this step. */
  readonly expects: readonly number[];
}

/** Something that a user does: its steps come one after the other. */
export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** What happens in a backend of this kind, in the order in which it is played. */
export const SCENARIOS: readonly Scenario[] = [
  talk("a conversation of three turns", [
    "Where is my order 1042, and what is 17% of 249.90?",
    "What is your return policy?",
    "What is 19% of the total of order 1045?",
  ]),
  talk("a tool that fails", ["What is 1/0?"]),
  talk("a slow model", ["How slow does oak dry?"], "moody"),
  talk("a model that answers with an error", ["Is this chair broken?"], "moody", [502]),
  talk("a loop of tools", ["Please loop until you know."], "moody"),
  talk("an answer at the token limit", ["Make it short cut wood, please."], "moody"),
  talk("a model that is busy", ["Are you busy?"], "moody", [502]),
  {
    name: "requests that are not understood",
    steps: [
      { backend: "calm", method: "POST", path: "/v1/chat", body: { message: "" }, expects: [400] },
      { backend: "calm", method: "GET", path: "/v1/nothing-here", expects: [404] },
    ],
  },
  {
    name: "health probes",
    steps: [
      { backend: "calm", method: "GET", path: "/monitoring/health", expects: [200] },
      { backend: "moody", method: "GET", path: "/monitoring/health", expects: [200] },
    ],
  },
];

function talk(
  name: string,
  questions: readonly string[],
  backend: Step["backend"] = "calm",
  expects: readonly number[] = [200],
): Scenario {
  const steps = questions.map((message): Step => ({
    backend,
    method: "POST",
    path: "/v1/chat",
    body: { message },
    expects,
  }));
  return { name, steps };
}
