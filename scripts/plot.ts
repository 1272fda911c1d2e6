/** One drawing with an axis of its own, which starts at 0. */
export interface Panel {
  readonly title: string;
  /** Of the values; empty for a count. */
  readonly unit: string;
  readonly lines: readonly Line[];
}

/** Values at equal distances from left to right. */
export interface Line {
  readonly name: string;
  readonly values: readonly number[];
}

/** Of every drawing. */
export const WIDTH = 720;
const HEIGHT = 150;
const LEFT = 60;
const RIGHT = WIDTH - 10;
const TOP = 30;
const BOTTOM = HEIGHT - 20;
/** Told apart without colour vision too. https://jfly.uni-koeln.de/color/ */
const COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7"];

/**
 * An SVG of panels one below the other.
 *
 * @param title What a screen reader says of the whole.
 * @param across What the horizontal axis of all panels is, for example `30 minutes`.
 */
export function plot(title: string, panels: readonly Panel[], across: string): string {
  const height = panels.length * HEIGHT + 20;
  return svg(title, height, [
    ...panels.map((panel, index) => `<g transform="translate(0 ${index * HEIGHT})">\n${draw(panel)}\n</g>`),
    `<text x="${RIGHT}" y="${height - 6}" text-anchor="end">${escapeXml(across)}</text>`,
  ]);
}

function draw({ title, unit, lines }: Panel): string {
  const most = Math.max(...lines.flatMap(({ values }) => values)) || 1;
  const y = (value: number) => BOTTOM - (value / most) * (BOTTOM - TOP);
  const top = `${most.toFixed(most < 10 ? 1 : 0)} ${unit}`.trim();
  // A name for each line only where there are several.
  const names = lines.length < 2 ? [] : lines.map(({ name }, index) => span(` ${name}`, colorOf(index)));
  return [
    `<text x="${LEFT}" y="16">${escapeXml(title)}${names.join("")}</text>`,
    `<text x="${LEFT - 6}" y="${TOP + 4}" text-anchor="end">${escapeXml(top)}</text>`,
    `<text x="${LEFT - 6}" y="${BOTTOM + 4}" text-anchor="end">0</text>`,
    `<path d="M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}" fill="none" stroke="#888"/>`,
    ...lines.map(({ values }, index) => {
      const x = (at: number) => LEFT + (at / Math.max(values.length - 1, 1)) * (RIGHT - LEFT);
      const points = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
      return `<polyline points="${points}" fill="none" stroke="${colorOf(index)}" stroke-width="2"/>`;
    }),
  ].join("\n");
}

/**
 * An SVG with a white ground, {@link WIDTH} wide.
 *
 * @param title What a screen reader says of it.
 */
export function svg(title: string, height: number, content: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" role="img">
<title>${escapeXml(title)}</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
${content.join("\n")}
</svg>
`;
}

/** The colour of one of several lines. */
export function colorOf(index: number): string {
  return COLORS[index % COLORS.length] ?? "#000";
}

function span(text: string, color: string): string {
  return `<tspan fill="${color}" dx="12">${escapeXml(text)}</tspan>`;
}

/** A text within an SVG. */
export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
