// Puts what is not TypeScript beside the built JavaScript, which reads it from there.
import { cpSync } from "node:fs";

cpSync("templates", "dist/templates", { recursive: true, filter: (file) => !file.endsWith(".ts") });
for (const file of ["unit.service", "first-boot.sh"]) {
  cpSync(`private-service/${file}`, `dist/private-service/${file}`);
}
