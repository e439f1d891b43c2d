/** The channel on which the threads of a process tell each other of their boxes. */
export const CHANNEL = "agent-otel.span-boxes.1";
