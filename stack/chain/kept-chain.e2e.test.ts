import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Address, keccak256, numberToHex, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startPostgres } from '../postgres/postgres.ts';
import { postgresHome, removePostgresHome } from '../postgres/postgres-home.ts';
import { nextFreePort } from '../process/free-port.ts';
import { stackPaths } from '../process/paths.ts';
import { processIdentity } from '../process/process-identity.ts';
import { waitFor } from '../process/sleep.ts';
import { createSupervisor, type Supervisor } from '../process/supervisor.ts';
import { type BlockHistory, openBlockHistory } from './block-history.ts';
import { type Chain, startChain } from './chain.ts';
import { CHAIN_ID, latestBlock, rpc } from './rpc.ts';

const GENESIS_SECONDS = 1_735_689_600;
const PASSWORD = 'only-for-this-test-and-loopback';
const LOGGER: Address = `0x${'22'.repeat(20)}`;
/** Stores the time under the low bits of the block's number, and logs it. */
const LOGGER_CODE = '0x42600f4316554260005260206000a000';
/** Eight hours of the demo are 30,000: then with nodes of the usual life. */
const LONG = process.env['CHAIN_BLOCKS'];
const BLOCKS = Number(LONG ?? 700);

type Running = { readonly chain: Chain; readonly history: BlockHistory; readonly supervisor: Supervisor };

const paths = stackPaths(mkdtempSync(join(tmpdir(), '1balancer-chain-')));

const startAll = async (fresh: boolean): Promise<Running> => {
  const supervisor = createSupervisor(paths, () => undefined);
  const home = await postgresHome(paths.postgres);
  const { port } = await nextFreePort(25_433);
  const cluster = await startPostgres({ home, port, password: PASSWORD, start: supervisor.start });
  if (!cluster.ok) throw new Error(cluster.error.message);
  const history = await openBlockHistory(cluster.value.url, fresh);
  const chain = await startChain({
    ...{ kind: 'anvil', paths, genesisSeconds: GENESIS_SECONDS, start: supervisor.start, history },
    port: (await nextFreePort(28_545)).port,
    ...(LONG === undefined ? { blocksPerNode: 400 } : {}),
  });
  if (!chain.ok) throw new Error(chain.error.message);
  return { chain: chain.value, history, supervisor };
};

/** The youngest last: for a moment there are two, when one takes over. */
const nodePids = ({ supervisor }: Running): readonly number[] =>
  supervisor.running().flatMap(({ name, pid }) => (name === 'chain' ? [pid] : []));

const nodePid = (running: Running): number => nodePids(running).at(-1) ?? 0;

const ask = (running: Running, method: string, ...params: readonly unknown[]): Promise<unknown> =>
  rpc(running.chain.rpcUrl, method, { params });

/** Blocks an hour apart, each with a transaction that logs. */
const makeBlocks = async (running: Running, count: number): Promise<void> => {
  const [from] = z.array(z.string()).parse(await ask(running, 'eth_accounts'));
  let { timeSeconds } = await latestBlock(running.chain.rpcUrl);
  for (let made = 0; made < count; made += 1) {
    timeSeconds += 3_600;
    await ask(running, 'evm_setNextBlockTimestamp', timeSeconds);
    await ask(running, 'eth_sendTransaction', {
      ...{ from, to: LOGGER, gas: '0x30d40' },
      ...{ maxFeePerGas: '0x174876e800', maxPriorityFeePerGas: '0x0' },
    });
  }
};

/** A key's account that gets the logger's code (EIP-7702), by a transaction of its own. */
const upgradeKey = async (running: Running): Promise<string> => {
  const account = privateKeyToAccount(keccak256(toHex('kept chain: upgraded')));
  await ask(running, 'hardhat_setBalance', account.address, numberToHex(10n ** 18n));
  const chainId = CHAIN_ID;
  const authorization = await account.signAuthorization({ chainId, nonce: 1, contractAddress: LOGGER });
  const raw = await account.signTransaction({
    ...{ type: 'eip7702', chainId, nonce: 0, to: `0x${'33'.repeat(20)}`, gas: 200_000n },
    ...{ maxFeePerGas: 100_000_000_000n, maxPriorityFeePerGas: 0n, authorizationList: [authorization] },
  });
  await ask(running, 'eth_sendRawTransaction', raw);
  return account.address;
};

const logsSchema = z.array(z.looseObject({ blockNumber: z.string(), transactionHash: z.string() }));
const logs = async (running: Running, from: number, to: number) =>
  logsSchema.parse(
    await ask(running, 'eth_getLogs', {
      fromBlock: numberToHex(from),
      toBlock: numberToHex(to),
      address: LOGGER,
    }),
  );

const residentMegabytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1_024;
const writtenMegabytes = (pid: number): number =>
  Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'latin1'))?.[1] ?? 0) / 1e6;

const folderMegabytes = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0) / 1e6;

describe(`a chain of ${BLOCKS} blocks`, () => {
  let running: Running;
  let firstNode = 0;
  let early: readonly unknown[] = [];

  const readEarly = async (): Promise<readonly unknown[]> => {
    const [log] = await logs(running, 1, 1);
    const hash = log?.transactionHash;
    const { hash: blockHash } = z
      .looseObject({ hash: z.string() })
      .parse(await ask(running, 'eth_getBlockByNumber', '0x1', false));
    return [
      await ask(running, 'eth_getBlockByNumber', '0x1', true),
      await ask(running, 'eth_getBlockByHash', blockHash, false),
      await ask(running, 'eth_getTransactionReceipt', hash),
      await ask(running, 'eth_getTransactionByHash', hash),
      await ask(running, 'eth_getBlockReceipts', '0x1'),
      await logs(running, 1, 20),
      await ask(running, 'eth_getLogs', { blockHash }),
    ];
  };

  beforeAll(async () => {
    running = await startAll(true);
    firstNode = nodePid(running);
    await ask(running, 'hardhat_setCode', LOGGER, LOGGER_CODE);
    await makeBlocks(running, 20);
    early = await readEarly();
    await makeBlocks(running, BLOCKS - 20);
  }, 3_600_000);

  afterAll(async () => {
    await running?.chain.close();
    await running?.supervisor.stop();
    removePostgresHome(await postgresHome(paths.postgres));
    rmSync(paths.dir, { recursive: true, force: true });
  });

  it('is told from genesis on as it was told when it was new, though its node has been replaced', async () => {
    const replaced = await waitFor(() => (processIdentity(firstNode) === null ? true : null), {
      timeoutMs: 20_000,
    });
    expect(replaced).toBe(true);
    expect(await readEarly()).toEqual(early);
    const all = await logs(running, 0, BLOCKS);
    expect(all.map(({ blockNumber }) => Number(blockNumber))).toEqual(
      Array.from({ length: BLOCKS }, (_, index) => index + 1),
    );
  });

  it('has the state of the last 256 blocks', async () => {
    const { number } = await latestBlock(running.chain.rpcUrl);
    for (const back of [0, 1, 255, 256]) {
      const at = Number(number) - back;
      const stored = await ask(running, 'eth_getStorageAt', LOGGER, numberToHex(at & 0xf), numberToHex(at));
      const { timestamp } = z
        .looseObject({ timestamp: z.string() })
        .parse(await ask(running, 'eth_getBlockByNumber', numberToHex(at), false));
      expect(BigInt(String(stored))).toBe(BigInt(timestamp));
    }
  });

  it('costs memory and disk that do not grow with it', () => {
    expect(residentMegabytes(nodePid(running))).toBeLessThan(200);
    expect(writtenMegabytes(nodePid(running))).toBeLessThan(1);
    expect(folderMegabytes(paths.chain)).toBeLessThan(10);
  });

  it('comes back after node and database are killed in the middle of work, with what was acknowledged a second before', async () => {
    const upgraded = await upgradeKey(running);
    const working = makeBlocks(running, 10_000).catch(() => undefined);
    const heads: { readonly at: number; readonly number: number; readonly hash: string }[] = [];
    for (let round = 0; round < 20; round += 1) {
      const { number, hash } = await latestBlock(running.chain.rpcUrl);
      heads.push({ at: performance.now(), number: Number(number), hash });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const killedAt = performance.now();
    for (const pid of nodePids(running)) process.kill(pid, 'SIGKILL');
    await working;
    await running.chain.close();
    for (const { pid } of running.supervisor.running()) process.kill(-pid, 'SIGKILL');
    await running.supervisor.stop();
    running = await startAll(false);
    const back = Number((await latestBlock(running.chain.rpcUrl)).number);
    const acknowledged = heads.findLast(({ at }) => at < killedAt - 1_000);
    expect(running.chain.lostBlocks).toBe(0);
    expect(back).toBeGreaterThanOrEqual(acknowledged?.number ?? Number.POSITIVE_INFINITY);
    const same = z
      .looseObject({ hash: z.string() })
      .parse(await ask(running, 'eth_getBlockByNumber', numberToHex(acknowledged?.number ?? 0), false));
    expect(same.hash).toBe(acknowledged?.hash);
    expect(await readEarly()).toEqual(early);
    expect(await ask(running, 'eth_getCode', upgraded, 'latest')).toBe(`0xef0100${LOGGER.slice(2)}`);
    const stored = await ask(
      running,
      'eth_getStorageAt',
      LOGGER,
      numberToHex((back - 256) & 0xf),
      numberToHex(back - 256),
    );
    expect(BigInt(String(stored))).toBeGreaterThan(0n);
    await makeBlocks(running, 3);
    const goesOn = async (): Promise<true | null> =>
      Number((await latestBlock(running.chain.rpcUrl)).number) === back + 3 ? true : null;
    expect(await waitFor(goesOn, { timeoutMs: 30_000 })).toBe(true);
  });
});
