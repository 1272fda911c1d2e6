// npm run eject -- TYPE DIR: takes one integration type out of this repository.
import { runEject } from "./command.ts";

try {
  console.log(runEject(process.argv.slice(2)));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
