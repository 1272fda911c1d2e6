import { colorOf, escapeXml, svg, WIDTH } from "../../../scripts/plot.ts";
import type { Growth, Series } from "./growth.ts";
import type { Run } from "./run.ts";

/** Requests a second of each target with many connections, as bars: the median, and a line from the least to the most. */
export function plotRun({ targets, machine, date }: Run): string {
  const shown = targets.filter(({ rate, connections, name }) => rate && connections > 1 && !name.includes("traced"));
  const left = 300;
  const row = 22;
  const most = Math.max(...shown.map(({ rate }) => rate?.most ?? 0)) || 1;
  const x = (value: number) => left + (value / most) * (WIDTH - left - 70);
  const bars = shown.map(({ name, rate = { median: 0, least: 0, most: 0 } }, index) => {
    const y = 34 + index * row;
    const color = colorOf(["bare", "gateway", "npm start"].findIndex((start) => name.startsWith(start)) + 1);
    return [
      `<text x="${left - 8}" y="${y + 12}" text-anchor="end">${escapeXml(name)}</text>`,
      `<rect x="${left}" y="${y}" width="${Math.max(1, x(rate.median) - left).toFixed(1)}" height="16" fill="${color}"/>`,
      `<path d="M${x(rate.least).toFixed(1)} ${y + 8}H${x(rate.most).toFixed(1)}" stroke="#000"/>`,
      `<text x="${(x(rate.most) + 6).toFixed(1)}" y="${y + 12}">${Math.round(rate.median).toLocaleString("en-US")}</text>`,
    ].join("\n");
  });
  const title = `Requests a second, ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${date}`;
  return svg(title, 34 + shown.length * row + 10, [`<text x="10" y="18">${escapeXml(title)}</text>`, ...bars]);
}

const PANEL = { width: WIDTH / 2, height: 230, left: 62, right: 14, top: 72, bottom: 26 };

/** CPU time a request by size, both axes logarithmic; a dashed line shows what would be linear. */
export function plotGrowth(growth: readonly Growth[]): string {
  const panels = growth.map(
    (one, index) =>
      `<g transform="translate(${(index % 2) * PANEL.width} ${Math.floor(index / 2) * PANEL.height})">\n${panelOf(one)}\n</g>`,
  );
  return svg("CPU time a request, by size", Math.ceil(growth.length / 2) * PANEL.height, panels);
}

function panelOf({ by, series }: Growth): string {
  const points = series.flatMap((one) => one.points);
  const sizes = points.map(({ size }) => size);
  const costs = points.map(({ cpu }) => cpu);
  const x = scale(Math.min(...sizes), Math.max(...sizes), PANEL.left, PANEL.width - PANEL.right);
  const floor = 10 ** Math.floor(Math.log10(Math.min(...costs)));
  const ceiling = 10 ** Math.ceil(Math.log10(Math.max(...costs)));
  const y = scale(floor, ceiling, PANEL.height - PANEL.bottom, PANEL.top);
  const decades = Array.from(
    { length: Math.round(Math.log10(ceiling / floor)) + 1 },
    (_, index) => floor * 10 ** index,
  );
  return [
    `<text x="10" y="16" font-weight="bold">CPU µs a request by ${escapeXml(by)}</text>`,
    ...series.map(
      ({ name }, index) => `<text x="10" y="${32 + index * 14}" fill="${colorOf(index)}">${escapeXml(name)}</text>`,
    ),
    ...decades.map(
      (cost) =>
        `<text x="${PANEL.left - 6}" y="${(y(cost) + 4).toFixed(1)}" text-anchor="end">${cost.toLocaleString("en-US")}</text>` +
        `<path d="M${PANEL.left} ${y(cost).toFixed(1)}H${PANEL.width - PANEL.right}" stroke="#ddd"/>`,
    ),
    ...[...new Set(sizes)].map(
      (size) => `<text x="${x(size).toFixed(1)}" y="${PANEL.height - 10}" text-anchor="middle">${tick(size)}</text>`,
    ),
    ...series.map((one, index) => lineOf(one, index, x, y)),
    linear(series, x, y, ceiling),
  ].join("\n");
}

type Scale = (value: number) => number;

function scale(least: number, most: number, from: number, to: number): Scale {
  const range = Math.log(most / least) || 1;
  return (value) => from + (Math.log(value / least) / range) * (to - from);
}

function lineOf({ points }: Series, index: number, x: Scale, y: Scale): string {
  const places = points.map(({ size, cpu }) => `${x(size).toFixed(1)},${y(cpu).toFixed(1)}`);
  const dots = places.map((place) => {
    const [cx, cy] = place.split(",");
    return `<circle cx="${cx}" cy="${cy}" r="2.5" fill="${colorOf(index)}"/>`;
  });
  return `<polyline points="${places.join(" ")}" fill="none" stroke="${colorOf(index)}" stroke-width="2"/>${dots.join("")}`;
}

/** From the first point of the dearest series up to where the panel ends. */
function linear(series: readonly Series[], x: Scale, y: Scale, ceiling: number): string {
  const [first] = series.toSorted((a, b) => (b.points[0]?.cpu ?? 0) - (a.points[0]?.cpu ?? 0))[0]?.points ?? [];
  const last = series[0]?.points.at(-1);
  if (first === undefined || last === undefined) return "";
  const size = Math.min(last.size, (first.size * ceiling) / first.cpu);
  const cpu = (first.cpu * size) / first.size;
  const from = `${x(first.size).toFixed(1)} ${y(first.cpu).toFixed(1)}`;
  return `<path d="M${from}L${x(size).toFixed(1)} ${y(cpu).toFixed(1)}" stroke="#888" stroke-dasharray="4 4"/>`;
}

function tick(size: number): string {
  if (size >= 1_000_000) return `${size / 1_000_000} M`;
  return size >= 1_000 ? `${size / 1_000} k` : String(size);
}
