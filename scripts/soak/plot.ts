/** How npm start's process did in a minute. */
export interface Measure {
  /** Bytes, threads included. */
  readonly rss: number;
  /** Bytes of the main thread. */
  readonly heapUsed: number;
  /** Timers, sockets and whatever else keeps the event loop running. */
  readonly handles: number;
  /** Milliseconds by which the event loop was late. */
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
}

const WIDTH = 720;
const HEIGHT = 150;
const MARGIN = 60;
const MEGABYTE = 1024 * 1024;

const PANELS: readonly [title: string, unit: string, value: (measure: Measure) => number][] = [
  ["Memory of the process", "MB", ({ rss }) => rss / MEGABYTE],
  ["Heap of the main thread", "MB", ({ heapUsed }) => heapUsed / MEGABYTE],
  ["Handles", "", ({ handles }) => handles],
  ["Event loop delay, 99th percentile", "ms", ({ delayP99Ms }) => delayP99Ms],
];

/** The measures, one a minute, as an SVG with a panel for each figure. */
export function plot(measures: readonly Measure[]): string {
  const panels = PANELS.map(([title, unit, value], index) => {
    const values = measures.map(value);
    const most = Math.max(...values, 1);
    const x = (minute: number) => MARGIN + (minute / Math.max(values.length - 1, 1)) * (WIDTH - MARGIN - 10);
    const y = (one: number) => HEIGHT - 20 - (one / most) * (HEIGHT - 50);
    const points = values.map((one, minute) => `${x(minute).toFixed(1)},${y(one).toFixed(1)}`).join(" ");
    return `<g transform="translate(0 ${index * HEIGHT})">
<text x="${MARGIN}" y="16">${title}</text>
<text x="${MARGIN - 6}" y="${y(most) + 4}" text-anchor="end">${most.toFixed(most < 10 ? 1 : 0)} ${unit}</text>
<text x="${MARGIN - 6}" y="${y(0) + 4}" text-anchor="end">0</text>
<path d="M${MARGIN} ${y(most)}V${y(0)}H${WIDTH - 10}" fill="none" stroke="#888"/>
<polyline points="${points}" fill="none" stroke="#06c" stroke-width="2"/>
</g>`;
  });
  const height = PANELS.length * HEIGHT + 20;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">
<title>npm start in a soak of ${measures.length} minutes</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
${panels.join("\n")}
<text x="${WIDTH - 10}" y="${height - 6}" text-anchor="end">${measures.length} minutes</text>
</svg>
`;
}
