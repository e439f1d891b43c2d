/** The three signals of OTLP. */
export type Signal = "traces" | "metrics" | "logs";

/** Every signal, in the order in which they are listed to people. */
export const signals: readonly Signal[] = ["traces", "metrics", "logs"];
