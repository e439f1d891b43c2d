const { selectModules } = require("./catalogue.ts");
const { installModuleHooks } = require("./hooks.ts");

installModuleHooks(selectModules(() => true));
