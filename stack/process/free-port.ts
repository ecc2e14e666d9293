import { createServer } from 'node:net';

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });

/** A port was asked for and another was taken: worth a line to the person who expects the first. */
export type PortChoice = { readonly port: number; readonly wanted: number };

/**
 * The first free port from `wanted` upwards on the loopback address, never one of `taken`. Throws after 200.
 * Another process may still take it before its user listens; the child then dies and its log says so.
 */
export const nextFreePort = async (
  wanted: number,
  taken: ReadonlySet<number> = new Set(),
): Promise<PortChoice> => {
  for (let port = wanted; port < Math.min(wanted + 200, 65_536); port += 1) {
    if (!taken.has(port) && (await canListen(port))) return { port, wanted };
  }
  throw new Error(`no free port between ${wanted} and ${Math.min(wanted + 199, 65_535)}`);
};
