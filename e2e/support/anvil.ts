import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';

const binary = (): string => {
  const near = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'));
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  return near.resolve(`@foundry-rs/anvil-${process.platform}-${architecture}/bin/anvil`);
};

/** A port nobody listens on at the moment. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

export type Anvil = { readonly rpcUrl: string; readonly stop: () => Promise<void> };

/** A port that was free when it was chosen may be somebody's a moment later. */
const TRIES = 5;

/** The chain on this port, or that its node ended before it answered. */
const startAt = async (
  chosen: number,
  chainId: number,
  more: readonly string[],
): Promise<Anvil | 'ended'> => {
  const rpcUrl = `http://127.0.0.1:${chosen}`;
  const child = spawn(
    binary(),
    [
      '--host',
      '127.0.0.1',
      '--port',
      String(chosen),
      '--chain-id',
      String(chainId),
      ...(more.includes('--hardfork') ? [] : ['--hardfork', 'cancun']),
      '--silent',
      ...more,
    ],
    { stdio: 'ignore' },
  );
  const closed = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await closed;
  };
  for (let attempt = 0; attempt < 1_200; attempt += 1) {
    const answer = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null);
    // What answers where ours has ended is somebody else's.
    if (child.exitCode !== null) return 'ended';
    if (answer?.ok) return { rpcUrl, stop };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop();
  throw new Error('anvil did not start');
};

/** Starts an empty chain, 31337 unless another is asked for, with anvil's well-known accounts, that mines each transaction at once. */
export const startAnvil = async (
  port?: number,
  chainId = 31_337,
  more: readonly string[] = [],
): Promise<Anvil> => {
  for (let tries = 1; tries < TRIES && port === undefined; tries += 1) {
    const started = await startAt(await freePort(), chainId, more);
    if (started !== 'ended') return started;
  }
  const started = await startAt(port ?? (await freePort()), chainId, more);
  if (started === 'ended') throw new Error('anvil ended as soon as it was started');
  return started;
};
