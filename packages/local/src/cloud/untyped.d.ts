/** The two emulators that come without types, as far as they are used here. */
declare module "dynalite" {
  import type { Server } from "node:http";

  const dynalite: (options: { createTableMs: number; deleteTableMs: number; updateTableMs: number }) => Server;
  export default dynalite;
}
declare module "kinesalite" {
  import type { Server } from "node:http";

  const kinesalite: (options: { createStreamMs: number; deleteStreamMs: number; updateStreamMs: number }) => Server;
  export default kinesalite;
}
