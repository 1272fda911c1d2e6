// Puts what is not TypeScript beside the built JavaScript, which reads it from there.
import { cpSync } from "node:fs";

cpSync("templates", "dist/templates", { recursive: true, filter: (file) => !file.endsWith(".ts") });
cpSync("private-service/unit.service", "dist/private-service/unit.service");
