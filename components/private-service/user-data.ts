import { readFileSync } from "node:fs";
import { stringify } from "yaml";

/** Bytes that EC2 takes, before base64. */
const MAX_BYTES = 16 * 1024;

/** What an instance runs. */
export interface UserDataArgs {
  /** Name of the service: of its unit, its user and its folder. */
  readonly service: string;
  /** The service, as one ES module. */
  readonly code: string;
  /** The service's environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** Name of the log group that gets the output of the first start and of the service. Default: they stay on the instance. */
  readonly logGroup?: string;
}

/**
 * What cloud-init does at an instance's first start: it installs Node.js from Amazon Linux's own repository and has
 * systemd run the service.
 * https://docs.aws.amazon.com/linux/al2023/ug/nodejs.html
 *
 * @throws Error when the text is longer than the 16 KB that EC2 takes, or a variable has a line break.
 */
export function userData({ service, code, environment, logGroup }: UserDataArgs): string {
  const folder = `/opt/${service}`;
  const firstBoot = [readText("first-boot.sh", service), ...(logGroup === undefined ? [] : [startAgent(service)])];
  const config = {
    write_files: [
      { path: `${folder}/index.mjs`, content: code },
      { path: `/etc/${service}.env`, content: environmentFile(environment) },
      { path: `/etc/systemd/system/${service}.service`, content: readText("unit.service", service) },
      { path: `${folder}/first-boot.sh`, content: firstBoot.join("\n") },
      ...(logGroup === undefined ? [] : logFiles(service, logGroup)),
    ],
    runcmd: [["sh", `${folder}/first-boot.sh`]],
  };
  const text = `#cloud-config\n${stringify(config, { lineWidth: 0 })}`;
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) throw new Error(`user data: expected at most ${MAX_BYTES} bytes, got ${bytes}`);
  return text;
}

function readText(file: string, service: string): string {
  return readFileSync(new URL(file, import.meta.url), "utf8").replaceAll("SERVICE_NAME", service);
}

const AGENT = "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl";

/** After the service runs: without the agent it still serves. */
function startAgent(service: string): string {
  return `install amazon-cloudwatch-agent\n${AGENT} -a fetch-config -m ec2 -s -c file:${agentFile(service)}\n`;
}

function agentFile(service: string): string {
  return `/opt/${service}/cloudwatch-agent.json`;
}

/** The agent reads files and not systemd's journal, so the service writes to one. */
function logFiles(service: string, logGroup: string) {
  const log = `/var/log/${service}.log`;
  const collected = (file_path: string, name: string) => ({
    file_path,
    log_group_name: logGroup,
    log_stream_name: `{instance_id}/${name}`,
  });
  const files = {
    collect_list: [collected("/var/log/cloud-init-output.log", "first-boot"), collected(log, "service")],
  };
  return [
    {
      path: `/etc/systemd/system/${service}.service.d/log.conf`,
      content: `[Service]\nStandardOutput=append:${log}\nStandardError=inherit\n`,
    },
    {
      path: agentFile(service),
      // cloud-init's log is root's.
      content: JSON.stringify({ agent: { run_as_user: "root" }, logs: { logs_collected: { files } } }),
    },
  ];
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
