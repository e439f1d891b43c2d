const { OFFICIAL_INSTRUMENTATIONS, OWN_PATCHES } = require("./catalogue.ts");
const { installModuleHooks } = require("./hooks.ts");

installModuleHooks({ patches: OWN_PATCHES, official: OFFICIAL_INSTRUMENTATIONS });
