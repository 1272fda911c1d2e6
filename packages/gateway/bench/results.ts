import type { Load } from "./load.ts";
import { CONNECTIONS, type ServerName, type Target } from "./targets.ts";

/** A figure over the rounds. */
export interface Figure {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What all rounds of a target gave. */
export interface TargetResult {
  readonly name: string;
  readonly server: ServerName;
  readonly request: string;
  readonly connections: number;
  /** Why it was not measured; the figures are absent then. */
  readonly failed?: string;
  /** Requests a second. */
  readonly rate?: Figure;
  /** Rate divided by that of the bare server in the same round; absent where `limited` is set, here or for the bare server. */
  readonly ratio?: Figure;
  /** Whether the load generator was the limit: the server could have done more. */
  readonly limited?: boolean;
  /** Server's CPU time a request in microseconds. */
  readonly cpu?: Figure;
  /** Milliseconds. */
  readonly p50?: Figure;
  readonly p99?: Figure;
  /** Percent of one core. */
  readonly serverCpu?: Figure;
  readonly generatorCpu?: Figure;
  readonly otherCpu?: Figure;
}

/** A figure that is aimed at. */
export interface Check {
  readonly name: string;
  /** Undefined where it could not be measured. */
  readonly value: number | undefined;
  readonly aim: number;
  /** Whether a smaller value is better. */
  readonly isMost: boolean;
}

/** CPU in percent of one core above which a process is taken to be at its limit. */
const FULL = 90;

/** Median, least and most of some numbers. */
export function figureOf(numbers: readonly number[]): Figure {
  const sorted = numbers.toSorted((a, b) => a - b);
  const rounded = (value = 0) => Number(value.toPrecision(4));
  const [below = 0, above = 0] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return {
    median: rounded((below + above) / 2),
    least: rounded(sorted[0]),
    most: rounded(sorted.at(-1)),
  };
}

/**
 * What a target's rounds gave.
 *
 * @param bare The loads of the bare server in the same rounds; ratios are refused where the generator was its limit.
 */
export function resultOf(
  target: Target,
  loads: readonly Load[],
  bare: readonly Load[],
  failed: string | undefined,
): TargetResult {
  const { name, server, method, path, connections = CONNECTIONS } = target;
  const common = { name, server, request: `${method} ${path}`, connections };
  if (failed !== undefined) return { ...common, failed };
  const figure = (key: keyof Load) => figureOf(loads.map((load) => load[key]));
  const limited = isLimited(loads);
  const ratios = loads.flatMap(({ rate }, round) => {
    const of = bare[round];
    return of ? [rate / of.rate] : [];
  });
  const isRefused = limited || isLimited(bare) || ratios.length === 0 || connections === 1;
  return {
    ...common,
    rate: figure("rate"),
    ...(isRefused ? {} : { ratio: figureOf(ratios) }),
    limited,
    cpu: figure("cpu"),
    p50: figure("p50"),
    p99: figure("p99"),
    serverCpu: figure("serverCpu"),
    generatorCpu: figure("generatorCpu"),
    otherCpu: figure("otherCpu"),
  };
}

/** Whether the load generator was the limit in most rounds: its CPU was used up while the server's was not. */
function isLimited(loads: readonly Load[]): boolean {
  const limited = loads.filter(({ generatorCpu, serverCpu }) => generatorCpu > FULL && serverCpu < FULL);
  return limited.length * 2 > loads.length;
}

/** Compares the results with what is aimed at. Aims of targets that were not asked for are left out. */
export function checksOf(results: readonly TargetResult[]): Check[] {
  const find = (name: string) => results.find((result) => result.name === name);
  const ratio = (name: string) => find(name)?.ratio?.median;
  const divided = (name: string, by: string) => quotient(ratio(name), ratio(by));
  const rates = (name: string, by: string) => quotient(find(name)?.rate?.median, find(by)?.rate?.median);
  const p50 = (name: string) => find(name)?.p50?.median;
  const least = (name: string, value: number | undefined, aim: number): Check => ({ name, value, aim, isMost: false });
  const most = (name: string, value: number | undefined, aim: number): Check => ({ name, value, aim, isMost: true });
  const echo = "npm start: Lambda proxy, echo";
  const checks = [
    ...Object.entries({ mock: 0.7, "Lambda proxy": 0.35, templates: 0.3, HTTP: 0.3, SQS: 0.25 }).flatMap(
      ([route, aim]) => [
        least(`gateway: ${route}, of bare`, ratio(`gateway: ${route}`), aim),
        least(
          `gateway, traced: ${route}, of untraced`,
          divided(`gateway, traced: ${route}`, `gateway: ${route}`),
          0.85,
        ),
      ],
    ),
    least("npm start: mock, of bare", ratio("npm start: mock"), 0.595),
    least("npm start: HTTP, of bare", ratio("npm start: HTTP"), 0.255),
    least("npm start: SQS without consumer, of bare", ratio("npm start: SQS, no consumer"), 0.2),
    least("echo, times serverless-offline in process", rates(echo, "serverless-offline in process: echo"), 3),
    least("echo, times serverless-offline worker threads", rates(echo, "serverless-offline worker threads: echo"), 10),
    most(
      "echo, one connection, ms above mock (p50)",
      difference(p50("npm start: echo, one connection"), p50("npm start: mock, one connection")),
      0.5,
    ),
    least("POST /contact, stored a second", find("npm start: POST /contact, each stored")?.rate?.median, 2405),
    most("POST /contact, one connection, ms (p50)", p50("npm start: POST /contact, each stored, one connection"), 2),
  ];
  return checks.filter(({ value }) => value !== undefined);
}

/** Whether a check's value is what is aimed at. */
export function isMet({ value = Number.NaN, aim, isMost }: Check): boolean {
  return isMost ? value <= aim : value >= aim;
}

function quotient(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a / b;
}

function difference(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a - b;
}
