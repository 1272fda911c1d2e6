// dynalite, whose thread ends on demand.
// biome-ignore lint/correctness/noUndeclaredDependencies: of pulumi-localhost, whose tables these are
const dynalite = require("dynalite");

module.exports = (options) =>
  dynalite(options).prependListener("request", (request) => {
    if (request.headers["x-die"]) process.exit(1);
  });
