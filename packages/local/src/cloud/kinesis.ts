import { type Emulator, startEmulator } from "./emulator.ts";

/**
 * Starts an empty Kinesis: the wire protocol without enhanced fan-out.
 *
 * @param onChange Called after each request that succeeded.
 * @param onLoss Called with a sentence when it died and was restarted, empty.
 */
export function startKinesis(onChange: () => void, onLoss: (message: string) => void): Promise<Emulator> {
  const options = { createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0 };
  const loss = "The embedded Kinesis ended%s and was restarted: its streams exist again, their records are lost.";
  return startEmulator({ module: "kinesalite", options, loss }, onChange, onLoss);
}
