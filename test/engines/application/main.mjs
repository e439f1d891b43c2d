// The application of which both engines tell: it runs the parts that APP_PARTS names, one after the other, and prints
// what each could see of the engine. Nothing in it depends on chance or on the time but what the tests know of.
const seen = {};
for (const name of process.env.APP_PARTS.split(",")) {
  // oxlint-disable-next-line no-await-in-loop -- one after the other, so that the order is known
  const { run } = await import(`./${name}.mjs`);
  // oxlint-disable-next-line no-await-in-loop -- as above
  seen[name] = await run();
}
console.log(`seen: ${JSON.stringify(seen)}`);
