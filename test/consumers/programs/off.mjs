// Records nothing, and yet hands on the context that it was started with.
import { contextEnvironment } from "@agent-otel/sdk";

console.log(JSON.stringify(contextEnvironment()));
