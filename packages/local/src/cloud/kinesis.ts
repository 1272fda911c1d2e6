import type http from "node:http";
import kinesalite from "kinesalite";

/** Kinesis in memory: the real wire protocol, without enhanced fan-out. */
export function startKinesis(onChange: () => void): http.RequestListener {
  const server = kinesalite({ createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0 });
  return (request, response) => {
    response.once("finish", onChange);
    server.emit("request", request, response);
  };
}
