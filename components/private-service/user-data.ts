import { readFileSync } from "node:fs";
import { stringify } from "yaml";

/** EC2 takes no more, counted before it is written in base64. */
const mostBytes = 16 * 1024;

/**
 * What an instance does at its first start, as cloud-init reads it: installs Node.js from Amazon Linux's own repository,
 * and has systemd run the service.
 * https://docs.aws.amazon.com/linux/al2023/ug/nodejs.html
 *
 * @param service Name of the service: of its unit, its user and its folder.
 * @param code The service, as one ES module.
 * @param environment The service's environment variables.
 * @throws Error when it is longer than the 16 KB that EC2 takes, or a variable has a line break.
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
  if (bytes > mostBytes) throw new Error(`user data: expected at most ${mostBytes} bytes, got ${bytes}`);
  return text;
}

function unit(service: string): string {
  return readFileSync(new URL("unit.service", import.meta.url), "utf8").replaceAll("SERVICE_NAME", service);
}

function environmentFile(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => {
      if (/[\r\n]/.test(value)) throw new Error(`environment variable ${name}: expected no line break`);
      // systemd would take a value's quotes and backslashes for its own unless it is quoted.
      return `${name}="${value.replace(/["\\$`]/g, "\\$&")}"\n`;
    })
    .join("");
}
