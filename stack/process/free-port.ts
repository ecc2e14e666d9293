import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireLock, type Lock } from './lock-file.ts';

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });

/** A user's own: another user's folder can't be written to. */
const CLAIMS = join(tmpdir(), `1balancer-ports-${process.getuid?.() ?? 'all'}`);
const claims: Lock[] = [];

/** Between the choice and its use lie seconds: whoever looks meanwhile is told that it is taken. Held until this process ends. */
const claim = (port: number): boolean => {
  const taken = acquireLock(join(CLAIMS, String(port)));
  if (!taken.ok) return false;
  if (claims.push(taken.value) === 1)
    process.once('exit', () => {
      for (const { release } of claims) release();
    });
  return true;
};

/** A port was asked for and another was taken: worth a line to the person who expects the first. */
export type PortChoice = { readonly port: number; readonly wanted: number };

/**
 * The first free port from `wanted` upwards on the loopback address, never one of `taken` nor one that any stack of this user was given and
 * may not listen on yet. Throws after 200. A stranger may still take it before its user listens; the child then dies and its log says so.
 */
export const nextFreePort = async (
  wanted: number,
  taken: ReadonlySet<number> = new Set(),
): Promise<PortChoice> => {
  for (let port = wanted; port < Math.min(wanted + 200, 65_536); port += 1) {
    if (!taken.has(port) && (await canListen(port)) && claim(port)) return { port, wanted };
  }
  throw new Error(`no free port between ${wanted} and ${Math.min(wanted + 199, 65_535)}`);
};
