// npm run test:acceptance: mocha over the acceptance tests, at localhost or at a deployed API (--help says more).
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { UserError } from "../../packages/local/src/options.ts";
import { checkAnswers, readRequest, usage } from "./target.ts";

/** The tests of the stack, and those of the packages, which say nothing of a deployed API. */
const [STACK, PACKAGES] = ["tests/acceptance/**/*.test.ts", "packages/*/tests/acceptance/**/*.test.ts"];

try {
  const { help, target, rest } = readRequest(process.argv.slice(2), process.env);
  if (help) {
    console.log(usage);
  } else {
    if (target) {
      await checkAnswers(target);
      console.log(`At ${target.url}; suites that look into localhost are skipped (pending).`);
    }
    const environment = target && { CONTACT_US_URL: target.url, CONTACT_US_API_KEY: target.apiKey };
    process.exitCode = await mocha([...(target ? [STACK] : [STACK, PACKAGES]), ...rest], environment);
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function mocha(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<number> {
  const program = createRequire(import.meta.url).resolve("mocha/bin/mocha.js");
  const child = spawn(process.execPath, [program, ...args], {
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  return new Promise((resolve) => child.once("close", (code) => resolve(code ?? 1)));
}
