import type { PartOfWay, Way } from "./parts.ts";

/** A box of the drawing, in SVG units. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  part: PartOfWay;
}

/** A line between two boxes, along the way of the request. `on` when the traced request went along it. */
export interface Wire {
  points: [x: number, y: number][];
  on: boolean;
}

/** A drawing, ready to be painted. */
export interface Picture {
  width: number;
  height: number;
  /** The frame around what happens inside API Gateway. */
  frame: { x: number; y: number; width: number; height: number };
  /** Where the frame's name begins, beside the wires. */
  frameNameX: number;
  boxes: Box[];
  wires: Wire[];
  link?: { x: number; y: number; text: string };
}

/** The client, which every way begins and ends at. */
export function clientOf(way: Way): PartOfWay {
  return { label: "Client", state: way.request[0]?.state === "idle" ? "idle" : "crossed" };
}

/** Whether a traced request went into a part. */
export function entered({ part: { state } }: Box): boolean {
  return state === "crossed" || state === "failed";
}

/** A wire into `box`, which is on when the request got there. */
export function wireInto(box: Box, points: [number, number][]): Wire {
  return { points, on: entered(box) };
}

export const middleX = (box: Box) => box.x + box.width / 2;
export const middleY = (box: Box) => box.y + box.height / 2;
export const right = (box: Box) => box.x + box.width;
export const bottom = (box: Box) => box.y + box.height;
