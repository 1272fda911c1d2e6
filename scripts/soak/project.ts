import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { reserve } from "../../packages/local/src/cloud/serve.ts";
import type { ConsumerFault } from "./faulty-consumer.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const CONSUMER = "handlers/consumer";

/** The program with a consumer that fails on demand in the place of its own, which it calls. */
export interface FaultyProject {
  /** For `--cwd`. */
  readonly folder: string;
  /** What the consumer does with the batches that come from now on. */
  consumer: ConsumerFault;
  close(): Promise<void>;
}

/** Makes a folder of links to everything of the program but the consumer's module. */
export async function createFaultyProject(): Promise<FaultyProject> {
  const folder = mkdtempSync(path.join(tmpdir(), "faulty-project-"));
  link("", (name) => !/^(\.git|handlers)$/.test(name));
  mkdirSync(path.join(folder, CONSUMER), { recursive: true });
  link("handlers", (name) => name !== "consumer");
  const port = await reserve();
  const module = JSON.stringify(path.join(root, "scripts/soak/faulty-consumer.ts"));
  const code = `import { faulty } from ${module};\nexport const handler = faulty(${JSON.stringify(port.url)});\n`;
  writeFileSync(path.join(folder, CONSUMER, "index.ts"), code);
  const project: FaultyProject = {
    folder,
    consumer: "none",
    async close() {
      await port.close();
      rmSync(folder, { recursive: true });
    },
  };
  port.serve((_request, response) => response.end(project.consumer));
  return project;

  function link(below: string, isLinked: (name: string) => boolean): void {
    for (const name of readdirSync(path.join(root, below)).filter(isLinked)) {
      symlinkSync(path.join(root, below, name), path.join(folder, below, name));
    }
  }
}
