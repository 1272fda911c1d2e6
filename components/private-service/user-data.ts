import { readFileSync } from "node:fs";
import { stringify } from "yaml";

/** Bytes that EC2 takes, before base64. */
const MAX_BYTES = 16 * 1024;

/**
 * What cloud-init does at an instance's first start: it installs Node.js from Amazon Linux's own repository and has
 * systemd run the service.
 * https://docs.aws.amazon.com/linux/al2023/ug/nodejs.html
 *
 * @param service Name of the service: of its unit, its user and its folder.
 * @param code The service, as one ES module.
 * @param environment The service's environment variables.
 * @throws Error when the text is longer than the 16 KB that EC2 takes, or a variable has a line break.
 */
export function userData(service: string, code: string, environment: Readonly<Record<string, string>>): string {
  const config = {
    write_files: [
      { path: `/opt/${service}/index.mjs`, content: code },
      { path: `/etc/${service}.env`, content: environmentFile(environment) },
      { path: `/etc/systemd/system/${service}.service`, content: unit(service) },
    ],
    packages: ["nodejs24"],
    runcmd: [["systemctl", "enable", "--now", `${service}.service`]],
  };
  const text = `#cloud-config\n${stringify(config, { lineWidth: 0 })}`;
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) throw new Error(`user data: expected at most ${MAX_BYTES} bytes, got ${bytes}`);
  return text;
}

function unit(service: string): string {
  return readFileSync(new URL("unit.service", import.meta.url), "utf8").replaceAll("SERVICE_NAME", service);
}

function environmentFile(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => {
      if (/[\r\n]/.test(value)) throw new Error(`environment variable ${name}: expected no line break`);
      // systemd reads quotes and backslashes of an unquoted value as its own.
      return `${name}="${value.replace(/["\\$`]/g, "\\$&")}"\n`;
    })
    .join("");
}
