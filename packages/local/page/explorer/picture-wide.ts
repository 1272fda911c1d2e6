import { type Box, bottom, clientOf, middleX, middleY, type Picture, right, type Wire, wireInto } from "./geometry.ts";
import type { PartOfWay, Way } from "./parts.ts";

const CLIENT = 64;
const GAP = 22;
const PAD = 22;
const HEIGHT = 44;
const TOP = 30;
const LANES = HEIGHT + 22;
const LINK = 100;
/** A longer detail is cut. */
const WIDEST = 196;
/** About the width of a letter of a label, and of one of a detail. */
const LETTER = 6.9;
const SMALL_LETTER = 6.4;

/** Lays a way out from left to right: the request on the upper lane, the response on the lower one. */
export function wide(way: Way): Picture {
  const client = box(0, TOP, clientOf(way), CLIENT, LANES + HEIGHT);
  const frameX = CLIENT + 28;
  const request = row(way.request, frameX + PAD, TOP);
  const responseWidth = way.response.reduce((sum, part) => sum + widthOf(part) + GAP, -GAP);
  const last = request.at(-1) ?? client;
  const inner = Math.max(right(last), frameX + PAD + responseWidth);
  const frame = { x: frameX, y: 0, width: inner + PAD - frameX, height: TOP + LANES + HEIGHT + 16 };
  const response = responseRow(way, request, inner);
  const backends = row(way.backends, frame.x + frame.width + LINK - PAD + 8, TOP, LANES + HEIGHT, 28);
  const boxes = [client, ...request, ...backends, ...response];
  return {
    width: Math.max(...boxes.map(right), frame.x + frame.width) + 1,
    height: frame.height,
    frame,
    frameNameX: frame.x + 12,
    boxes,
    wires: wires(client, request, backends, response),
    ...(way.link && { link: { x: frame.x + frame.width + (LINK - PAD + 8) / 2, y: TOP - 8, text: way.link } }),
  };
}

/** The response's boxes in the order of its way, right to left; a gateway response stands below the step that failed. */
function responseRow({ response }: Way, request: Box[], inner: number): Box[] {
  const failed = request.find(({ part }) => part.state === "failed");
  const y = TOP + LANES;
  let end = inner;
  if (failed && response.length === 1 && response[0]) {
    const width = widthOf(response[0]);
    end = Math.max(CLIENT + 28 + PAD + width, Math.min(inner, middleX(failed) + width / 2));
  }
  return response.map((part) => {
    const placed = box(end - widthOf(part), y, part);
    end = placed.x - GAP;
    return placed;
  });
}

function wires(client: Box, request: Box[], backends: Box[], response: Box[]): Wire[] {
  const there = [client, ...request].slice(1).map((to, index) => {
    const from = index === 0 ? client : (request[index - 1] as Box);
    return wireInto(to, [
      [right(from), middleY(to)],
      [to.x, middleY(to)],
    ]);
  });
  const upper = TOP + HEIGHT / 2;
  const lower = TOP + LANES + HEIGHT / 2;
  const beyond = backends.map((to, index) => {
    const from = index === 0 ? request.at(-1) : backends[index - 1];
    return wireInto(to, [
      [right(from ?? client), upper],
      [to.x, upper],
    ]);
  });
  const [first] = response;
  const failed = request.find(({ part }) => part.state === "failed");
  const turn = backends[0];
  const back = first ? [wireInto(first, returnPath(failed, turn, request.at(-1) ?? client, first, lower))] : [];
  const rest = response.slice(1).map((to, index) => {
    const from = response[index] as Box;
    return wireInto(to, [
      [from.x, lower],
      [right(to), lower],
    ]);
  });
  const lastBox = response.at(-1);
  const home: Wire[] = lastBox
    ? [
        {
          ...wireInto(lastBox, [
            [lastBox.x, lower],
            [right(client), lower],
          ]),
        },
      ]
    : [];
  return [...there, ...beyond, ...back, ...rest, ...home];
}

function returnPath(
  failed: Box | undefined,
  backend: Box | undefined,
  last: Box,
  first: Box,
  lower: number,
): [number, number][] {
  if (failed) {
    return [
      [middleX(failed), bottom(failed)],
      [middleX(failed), first.y],
    ];
  }
  if (backend) {
    return [
      [backend.x, lower],
      [right(first), lower],
    ];
  }
  // Without a backend the way turns round inside the gateway.
  const x = Math.max(right(last), right(first)) + PAD / 2;
  return [
    [right(last), middleY(last)],
    [x, middleY(last)],
    [x, lower],
    [right(first), lower],
  ];
}

function row(parts: PartOfWay[], x: number, y: number, height = HEIGHT, gap = GAP): Box[] {
  let next = x;
  return parts.map((part) => {
    const placed = box(next, y, part, widthOf(part), height);
    next = right(placed) + gap;
    return placed;
  });
}

function box(x: number, y: number, part: PartOfWay, width = widthOf(part), height = HEIGHT): Box {
  return { x, y, width, height, part };
}

function widthOf({ label, detail = "" }: PartOfWay): number {
  return Math.min(WIDEST, Math.ceil(Math.max(64, label.length * LETTER + 20, detail.length * SMALL_LETTER + 20)));
}
