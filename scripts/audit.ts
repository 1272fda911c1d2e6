// npx tsx scripts/audit.ts [arguments of npm audit]: npm audit over what is shipped, for CI. Ends with 1 where a package has a known
// vulnerability of severity high or critical. A registry that does not answer is a warning that says so: it says nothing of the packages.
import { spawnSync } from "node:child_process";

/** What `npm audit --json` prints: a report, or why there is none. */
interface Audit {
  readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
  readonly message?: string;
}

interface Vulnerability {
  readonly name: string;
  readonly severity: string;
  /** Advisories, and the names of vulnerable packages through which this one is vulnerable. */
  readonly via: readonly ({ readonly title: string; readonly url: string } | string)[];
}

const args = ["audit", "--omit", "dev", "--json", ...process.argv.slice(2)];
const { stdout, stderr } = spawnSync("npm", args, { encoding: "utf8", shell: process.platform === "win32" });
const { vulnerabilities, message } = read(stdout);
if (vulnerabilities === undefined) {
  const reason = message ?? stderr.trim().split("\n")[0] ?? "no answer";
  // https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-a-warning-message
  console.log(`::warning title=npm audit::The dependencies were not audited: the registry did not (${reason}).`);
} else {
  const severe = Object.values(vulnerabilities).filter(({ severity }) => /^(high|critical)$/.test(severity));
  for (const { name, severity, via } of severe) {
    const why = via.map((one) => (typeof one === "string" ? `through ${one}` : `${one.title}, ${one.url}`));
    console.log(`${severity}: ${name}: ${why.join("; ")}`);
  }
  console.log(
    `${Object.keys(vulnerabilities).length} shipped packages with known vulnerabilities, ${severe.length} of them severe`,
  );
  process.exitCode = severe.length > 0 ? 1 : 0;
}

function read(text: string): Audit {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
