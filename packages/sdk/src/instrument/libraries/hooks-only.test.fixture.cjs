const { selectModules } = require("./catalogue.ts");
const { installModuleHooks } = require("./hooks.ts");
const { createLoadedPackages } = require("../coverage/loaded-packages.ts");

installModuleHooks(
  selectModules(() => true),
  { requested: [], loaded: createLoadedPackages(new Set()) },
);
