import { type Hex, keccak256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runCommand } from '../../../cli/command/run-command.ts';
import { HOUSE } from '../../../cli/commands/house.ts';
import { buildCashWorld, type CashWorld } from '../../../e2e/support/cash-world.ts';
import { createDeployer } from '../../../hardhat/deploy/deploy-local.ts';
import { cashPortfolioAbi } from '../../../lib/abi/cash-portfolio-abi.ts';
import type { CashStep } from '../../../lib/owner/cash-plan.ts';
import { mintUsdc, sendAs } from '../../../stack/cash/cash-end.ts';
import { mintTested } from '../../../stack/cash/open-cash.ts';

// What `usdc calls` says, sent by a wallet that knows nothing else, makes portfolios that may bridge to each other.

const OWNER_KEY = keccak256(toHex('cash plan: another owner'));
const OWNER = privateKeyToAccount(OWNER_KEY).address;
const USDC = 1_000_000n;
type Said = { step: CashStep; chainId: number; what: string; to: `0x${string}`; data: Hex };

let world: CashWorld;
beforeAll(async () => {
  world = await buildCashWorld();
  for (const side of world.sides) {
    await side.rpc('anvil_setBalance', [OWNER, toHex(10n ** 20n)]);
    await mintUsdc(side, OWNER, 600n * USDC);
  }
});
afterAll(() => world?.stop());

const run = async (words: string) => {
  vi.stubEnv('CHAINS', world.env['CHAINS'] ?? '');
  const out: string[] = [];
  const error: string[] = [];
  const terminal = {
    out: (text: string) => void out.push(text),
    error: (text: string) => void error.push(text),
  };
  const code = await runCommand(HOUSE, words.split(' '), terminal);
  vi.unstubAllEnvs();
  return { code, out, error: error.join('\n') };
};
const sideOf = (chainId: number) => {
  const side = world.sides.find((one) => one.chainId === chainId);
  if (side === undefined) throw new Error(`no chain ${chainId}`);
  return side;
};
const walletOn = (chainId: number) =>
  createDeployer({ rpcUrl: sideOf(chainId).rpcUrl, chainId, deployerKey: OWNER_KEY });
const words = () => `usdc calls --owner ${OWNER} --signer ${world.signer} --amount 500 --chain first`;

it('says what makes, tests and opens portfolios on both chains, and all of it is taken in that order', async () => {
  const { code, out, error } = await run(`${words()} --json`);
  expect([code, error]).toEqual([0, '']);
  const said = out.map((text) => JSON.parse(text) as Said);
  expect(said.map(({ step }) => step).join(' ')).toBe(
    'create create create create test test test test open open',
  );
  for (const { step, chainId, to, data } of said) {
    if (step === 'open') continue;
    const receipt = await sendAs(walletOn(chainId), { to, data, valueWei: 0n });
    const [here] = world.sides.filter((side) => side.chainId === chainId);
    const [there] = world.sides.filter((side) => side.chainId !== chainId);
    if (step === 'test' && receipt.logs.some(({ address }) => address.toLowerCase() === here?.cctp.usdc))
      await mintTested(
        { end: sideOf(chainId), hash: receipt.transactionHash },
        { end: sideOf(there?.chainId ?? 0), wallet: walletOn(there?.chainId ?? 0) },
        {
          apiUrl: world.api.baseUrl,
          mine: (end, blocks) => sideOf(end.chainId).mine(blocks),
          finalityBlocks: 3,
        },
      );
  }
  await world.pass(3_600);
  for (const { chainId, to, data } of said.filter(({ step }) => step === 'open'))
    await sendAs(walletOn(chainId), { to, data, valueWei: 0n });

  const portfolios = said.filter(({ step }) => step === 'open');
  for (const [index, { chainId, to }] of portfolios.entries()) {
    const { client, usdcOf } = sideOf(chainId);
    const ask = { address: to, abi: cashPortfolioAbi } as const;
    expect(await client.readContract({ ...ask, functionName: 'owner' })).toBe(OWNER);
    const [sibling] = await client.readContract({ ...ask, functionName: 'siblings' });
    expect(sibling?.account.toLowerCase()).toBe(portfolios[1 - index]?.to);
    expect(sibling?.openUntil).toBeGreaterThan(Date.now() / 1_000 - 200 * 86_400);
    expect(await usdcOf(to)).toBe(chainId === 31_337 ? 500n * USDC : USDC);
  }
});

it('says the same to people, and refuses what it can’t plan in a sentence', async () => {
  const { out } = await run(words());
  expect(out[0]).toBe('First, the portfolios:');
  expect(out.filter((line) => line.startsWith('    to   0x'))).toHaveLength(10);
  expect((await run(words().replace('first', 'nowhere'))).error).toContain('No chain nowhere is served');
  expect((await run(`${words()} --profile bold`)).code).toBe(2);
  const [north] = world.sides[1].vaults;
  await world.sides[1].breakVault(north?.address ?? OWNER, 'unreadable');
  const broken = await run(words());
  expect([broken.code, broken.error]).toEqual([1, expect.stringContaining(`Second: ${north?.address}`)]);
});
