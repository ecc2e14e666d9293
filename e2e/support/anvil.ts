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

/** Starts an empty chain, 31337 unless another is asked for, with anvil's well-known accounts, that mines each transaction at once. */
export const startAnvil = async (
  port?: number,
  chainId = 31_337,
  more: readonly string[] = [],
): Promise<Anvil> => {
  const chosen = port ?? (await freePort());
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
    }).catch(() => null);
    if (answer?.ok) return { rpcUrl, stop };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop();
  throw new Error('anvil did not start');
};
