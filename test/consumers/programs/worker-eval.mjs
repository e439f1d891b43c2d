// Worker threads that Node.js preloads nothing into.
import { Worker } from "node:worker_threads";

const stay = "setInterval(() => {}, 1000)";
const ways = [{ eval: true, execArgv: [] }, { eval: true }];
const workers = ways.map((options) => new Worker(stay, options));
console.log(JSON.stringify({ workers: workers.length }));
