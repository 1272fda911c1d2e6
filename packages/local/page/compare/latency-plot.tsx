import type { Way, WayResult } from "../../src/api/wire.ts";
import { WAYS } from "../contact/ways.ts";
import { milliseconds } from "../ui/format.ts";
import { useNarrow } from "../ui/use-narrow.ts";
import { type Bin, histogram, logEdges, logTicks } from "./distribution.ts";

const WIDE = 640;
const NARROW = 320;
const ROW = 108;
const BARS = 60;
const TOP = 40;
const BINS = 48;

/** Histograms of both ways over one logarithmic scale, so that the eye can compare their shapes. */
export function LatencyPlot({ result }: { result: Readonly<Record<Way, WayResult>> }) {
  const width = useNarrow() ? NARROW : WIDE;
  const ways: Way[] = ["lambda", "sqs"];
  const edges = logEdges(
    ways.flatMap((way) => result[way].latencies),
    BINS,
  );
  const [low = 1, high = 10] = [edges[0], edges.at(-1)];
  const x = (ms: number) => (width * Math.log10(ms / low)) / Math.log10(high / low);
  const bins = Object.fromEntries(ways.map((way) => [way, histogram(result[way].latencies, edges)]));
  const most = Math.max(1, ...ways.flatMap((way) => (bins[way] ?? []).map(({ count }) => count)));
  const height = 2 * ROW + TOP;
  return (
    <figure class="plot">
      <svg viewBox={`-16 0 ${width + 32} ${height}`} role="img" aria-label={inWords(result)}>
        {logTicks(low, high).map((tick) => (
          <g key={tick} class="tick">
            <line x1={x(tick)} x2={x(tick)} y1={TOP - 6} y2={height - 34} />
            <text x={x(tick)} y={height - 20} text-anchor="middle">
              {tick}
            </text>
          </g>
        ))}
        {ways.map((way, index) => (
          <Row
            key={way}
            way={way}
            y={index * ROW}
            width={width}
            bins={bins[way] ?? []}
            most={most}
            x={x}
            result={result[way]}
          />
        ))}
      </svg>
      <figcaption class="hint">Milliseconds on a logarithmic scale. The height is the number of messages.</figcaption>
    </figure>
  );
}

interface RowProps {
  way: Way;
  y: number;
  width: number;
  bins: Bin[];
  most: number;
  x: (ms: number) => number;
  result: WayResult;
}

function Row({ way, y, width, bins, most, x, result: { p50, p99 } }: RowProps) {
  const floor = y + TOP + BARS;
  return (
    <g class={`plot-row ${way}`}>
      <text class="plot-name" x={0} y={y + 14}>
        {WAYS[way].name}
      </text>
      <line class="floor" x1={0} x2={width} y1={floor} y2={floor} />
      {bins
        .filter(({ count }) => count > 0)
        .map(({ from, to, count }) => {
          const height = Math.max(1, (BARS * count) / most);
          return <rect key={from} x={x(from)} y={floor - height} width={x(to) - x(from) - 1} height={height} />;
        })}
      <Marker x={x(p50)} floor={floor} name="p50" />
      <Marker x={x(p99)} floor={floor} name="p99" />
    </g>
  );
}

function Marker({ x, floor, name }: { x: number; floor: number; name: string }) {
  return (
    <g class="marker">
      <line x1={x} x2={x} y1={floor - BARS - 4} y2={floor} />
      <text x={x} y={floor - BARS - 8} text-anchor="middle">
        {name}
      </text>
    </g>
  );
}

function inWords(result: Readonly<Record<Way, WayResult>>): string {
  const words = (way: Way) =>
    `${WAYS[way].name}: half within ${milliseconds(result[way].p50)}, 99 of 100 within ${milliseconds(result[way].p99)}.`;
  return `Distribution of latencies. ${words("lambda")} ${words("sqs")}`;
}
