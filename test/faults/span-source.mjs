// A program without a server: makes a span every 20 ms until its standard input ends, as MODE says.
import { metrics, trace } from "@opentelemetry/api";

const { MODE = "until-stdin-ends" } = process.env;
const tracer = trace.getTracer("span-source");

function makeSpan() {
  tracer.startSpan("work").end();
}

makeSpan();
metrics.getMeter("span-source").createCounter("programs").add(1);
if (MODE === "until-stdin-ends") {
  const timer = setInterval(makeSpan, 20);
  process.stdin.resume().once("end", () => clearInterval(timer));
}
if (MODE === "until-signal") setInterval(() => {}, 1000);
if (MODE === "own-handler") {
  const timer = setInterval(() => {}, 1000);
  process.once("SIGTERM", () => {
    makeSpan();
    process.exitCode = 7;
    clearInterval(timer);
  });
}
if (MODE === "own-before-exit") {
  process.once("beforeExit", () => {
    setTimeout(() => (process.exitCode = 9), 3500);
  });
}
if (MODE === "exit-code") process.exitCode = 5;
console.log("ready");
