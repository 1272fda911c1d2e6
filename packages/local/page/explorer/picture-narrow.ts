import { type Box, bottom, clientOf, middleX, type Picture, right, type Wire, wireInto } from "./geometry.ts";
import type { PartOfWay, Way } from "./parts.ts";

const WIDTH = 326;
const PAD = 12;
const COLUMN = 144;
const HEIGHT = 42;
const GAP = 14;
const CLIENT = 30;
const LINK = 40;

/** Lays a way out from top to bottom: the request down the left side, the response up the right side. */
export function narrow(way: Way): Picture {
  const client = box(0, 0, clientOf(way), WIDTH, CLIENT);
  const frameY = CLIENT + 22;
  const start = frameY + 28;
  const request = way.request.map((part, index) => box(PAD, start + index * (HEIGHT + GAP), part));
  const end = start + Math.max(way.request.length, way.response.length) * (HEIGHT + GAP) - GAP;
  const frame = { x: 0, y: frameY, width: WIDTH, height: end + 18 - frameY };
  const response = responseColumn(way, request, end);
  const backends = way.backends.map((part, index) =>
    box(0, frame.y + frame.height + LINK + index * (HEIGHT + 18), part, WIDTH),
  );
  const boxes = [client, ...request, ...backends, ...response];
  return {
    width: WIDTH,
    height: Math.max(...boxes.map(bottom), frame.y + frame.height) + 1,
    frame,
    frameNameX: PAD + COLUMN / 2 + 10,
    boxes,
    wires: wires(client, request, backends, response),
    ...(way.link && { link: { x: WIDTH / 2, y: frame.y + frame.height + LINK / 2 + 4, text: way.link } }),
  };
}

function responseColumn({ response }: Way, request: Box[], end: number): Box[] {
  const failed = request.find(({ part }) => part.state === "failed");
  const lowest = failed ? failed.y : end - HEIGHT;
  return response.map((part, index) => box(WIDTH - PAD - COLUMN, lowest - index * (HEIGHT + GAP), part));
}

function wires(client: Box, request: Box[], backends: Box[], response: Box[]): Wire[] {
  const down = [...request, ...backends].map((to, index, all) => {
    const x = PAD + COLUMN / 2;
    return wireInto(to, [
      [x, bottom(all[index - 1] ?? client)],
      [x, to.y],
    ]);
  });
  const [first, ...others] = response;
  const last = response.at(-1);
  if (!first || !last) {
    return down;
  }
  const x = middleX(first);
  const up = others.map((to, index) =>
    wireInto(to, [
      [x, (response[index] as Box).y],
      [x, bottom(to)],
    ]),
  );
  const home = wireInto(last, [
    [x, last.y],
    [x, bottom(client)],
  ]);
  return [...down, wireInto(first, turn(request, backends[0], first)), ...up, home];
}

/** From where the way turns round to the first part of the response. */
function turn(request: Box[], backend: Box | undefined, first: Box): [number, number][] {
  const failed = request.find(({ part }) => part.state === "failed");
  const from = failed ?? (backend ? undefined : request.at(-1));
  if (from) {
    return [
      [right(from), from.y + from.height / 2],
      [first.x, from.y + from.height / 2],
    ];
  }
  return [
    [middleX(first), backend?.y ?? 0],
    [middleX(first), bottom(first)],
  ];
}

function box(x: number, y: number, part: PartOfWay, width = COLUMN, height = HEIGHT): Box {
  return { x, y, width, height, part };
}
