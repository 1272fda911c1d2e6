import { type Emulator, startEmulator } from "./emulator.ts";

/**
 * Kinesis in memory: the real wire protocol, without enhanced fan-out.
 *
 * @param onChange Called after each request that succeeded.
 * @param onLoss Called with what to say when it died and was started again, empty.
 */
export function startKinesis(onChange: () => void, onLoss: (message: string) => void): Promise<Emulator> {
  const options = { createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0 };
  const loss = "The embedded Kinesis ended%s and was started again: its streams are there, their records are lost.";
  return startEmulator({ module: "kinesalite", options, loss }, onChange, onLoss);
}
