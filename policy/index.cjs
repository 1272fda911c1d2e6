// Pulumi loads a policy pack by `require` and passes Node no arguments, so TypeScript is switched on here.
require("tsx/cjs");
require("./pack.ts");
