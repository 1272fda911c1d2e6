import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Box, Picture, Wire } from "./geometry.ts";
import { openStep } from "./open-step.ts";
import { type PartOfWay, type Way, wayInWords } from "./parts.ts";
import { narrow } from "./picture-narrow.ts";
import { wide } from "./picture-wide.ts";

/** A drawing that must shrink more than this is hard to read, and is drawn from top to bottom. */
const SMALLEST_SCALE = 0.8;

/**
 * Draws the parts that a request crosses; those that the traced one crossed light up one after the other, and open their
 * step.
 *
 * @param requestId that of the trace
 */
export function Drawing({ way, requestId }: { way: Way; requestId?: string }) {
  const box = useRef<HTMLDivElement>(null);
  const available = useSignal(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      available.value = entry?.contentRect.width ?? 0;
    });
    if (box.current) {
      available.value = box.current.clientWidth;
      observer.observe(box.current);
    }
    return () => observer.disconnect();
  }, [available]);
  const inRow = wide(way);
  const fits = available.value >= SMALLEST_SCALE * inRow.width;
  return (
    <div ref={box}>
      {available.value > 0 && <Painted key={requestId} picture={fits ? inRow : narrow(way)} way={way} />}
    </div>
  );
}

function Painted({ picture, way }: { picture: Picture; way: Way }) {
  const { frame, frameNameX, link } = picture;
  return (
    <svg
      class="drawing"
      viewBox={`-1 -1 ${picture.width + 2} ${picture.height + 2}`}
      width={picture.width + 2}
      height={picture.height + 2}
      // An image has nothing to press in it.
      role={picture.boxes.some(({ part }) => part.step) ? "group" : "img"}
      aria-label={wayInWords(way)}
    >
      <rect class="frame" x={frame.x} y={frame.y} width={frame.width} height={frame.height} rx="4" />
      <text class="frame-name" x={frameNameX} y={frame.y + 19}>
        API Gateway
      </text>
      {picture.wires.map((wire, index) => (
        <WireLine key={wire.points.join()} wire={wire} at={index} />
      ))}
      {link && (
        <text class="link-name" x={link.x} y={link.y} text-anchor="middle">
          {link.text}
        </text>
      )}
      {picture.boxes.map((box, index) => (
        <PartBox key={`${box.x} ${box.y}`} box={box} at={index} />
      ))}
    </svg>
  );
}

const ARROW = 5;
const LIT_STEP_MS = 70;

/** When the request lights up the `at`th part of its way. */
function lit(at: number): Record<string, string> {
  return { "--lit-at": `${at * LIT_STEP_MS}ms` };
}

function WireLine({ wire: { points, on }, at }: { wire: Wire; at: number }) {
  const [[fromX, fromY], [x, y]] = points.slice(-2) as [[number, number], [number, number]];
  const [dx, dy] = [Math.sign(x - fromX), Math.sign(y - fromY)];
  const tip = `M${x} ${y}l${-dx * ARROW - dy * ARROW * 0.7} ${-dy * ARROW - dx * ARROW * 0.7}l${dy * ARROW * 1.4} ${dx * ARROW * 1.4}z`;
  return (
    <g class={on ? "wire on" : "wire"} style={lit(at)}>
      <path class="line" d={`M${points.map((point) => point.join(" ")).join("L")}`} />
      <path class="tip" d={tip} />
    </g>
  );
}

function PartBox({ box: { x, y, width, height, part }, at }: { box: Box; at: number }) {
  const middle = x + width / 2;
  const lines = [part.label, part.detail].filter((line) => line !== undefined);
  const baseline = y + height / 2 + 4 - (lines.length - 1) * 7;
  return (
    <g class={`part ${part.state}`} style={lit(at)} {...buttonOf(part)}>
      <rect x={x} y={y} width={width} height={height} rx="3" />
      <text class="part-name" x={middle} y={baseline} text-anchor="middle">
        {part.label}
      </text>{" "}
      {part.detail && (
        <text class="part-detail" x={middle} y={baseline + 15} text-anchor="middle">
          {shorten(part.detail, width)}
        </text>
      )}
    </g>
  );
}

/** What makes a part's box a button, if the trace has its step. */
function buttonOf({ step }: PartOfWay) {
  return (
    step && {
      role: "button" as const,
      // Attributes of SVG are case-sensitive.
      tabindex: 0,
      "aria-description": "Opens the step",
      onClick: () => openStep(step),
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          openStep(step);
        }
      },
    }
  );
}

function shorten(text: string, width: number): string {
  const most = Math.floor((width - 12) / 6.3);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
