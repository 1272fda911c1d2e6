/** A bar of a histogram: how many latencies are in [from, to), in milliseconds. */
export interface Bin {
  from: number;
  to: number;
  count: number;
}

/**
 * Edges of histogram bins from the smallest to the largest latency, in equal steps of a logarithmic scale: latencies
 * differ by factors, and a few slow ones would press all others into one bin of a linear scale.
 */
export function logEdges(latencies: readonly number[], bins: number): number[] {
  const smallest = Math.max(
    0.01,
    latencies.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY),
  );
  const largest = latencies.reduce((most, each) => Math.max(most, each), smallest);
  if (!Number.isFinite(smallest)) {
    return [];
  }
  const [low, high] = [Math.log10(smallest), Math.log10(Math.max(largest, smallest * 1.1))];
  return Array.from({ length: bins + 1 }, (_, index) => 10 ** (low + ((high - low) * index) / bins));
}

/** Counts latencies into bins; what is at the last edge belongs to the last bin. */
export function histogram(latencies: readonly number[], edges: readonly number[]): Bin[] {
  const bins = edges.slice(1).map((to, index): Bin => ({ from: edges[index] ?? 0, to, count: 0 }));
  for (const latency of latencies) {
    const bin = bins.find(({ to }) => latency < to) ?? bins.at(-1);
    if (bin) {
      bin.count += 1;
    }
  }
  return bins;
}

/** Round values to label a logarithmic scale with: 1, 2 and 5 times each power of ten within its ends. */
export function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    ticks.push(...[1, 2, 5].map((digit) => Number((digit * 10 ** power).toPrecision(1))));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}
