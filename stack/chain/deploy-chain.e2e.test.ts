import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploySmartAccountsEnvironment } from '@metamask/smart-accounts-kit/utils';
import { type Address, getAddress, parseAbi, zeroAddress } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld, REQUEST, registerPolicy } from '../../e2e/support/bot-world.ts';
import { createPortfolio, SIGNER_KEY } from '../../e2e/support/order-world.ts';
import { deployCctp, type LocalCctp } from '../../hardhat/deploy/deploy-cctp.ts';
import { type AddressBook, deployChain } from '../../hardhat/deploy/deploy-chain.ts';
import { LOCAL_DEPLOYER_KEY } from '../../hardhat/deploy/deploy-local.ts';
import type { CircleFacts, DelegationFacts } from '../../hardhat/deploy/plan-deployment.ts';
import { cashFactoryAbi } from '../../lib/abi/cash-factory-abi.ts';
import { cashPortfolioAbi } from '../../lib/abi/cash-portfolio-abi.ts';
import { delegatedLensCode } from '../../lib/abi/delegated-lens-code.ts';
import { readEnv } from '../../services/env.ts';
import { openBot } from '../../services/wire/tick/bot.ts';

const out = mkdtempSync(join(tmpdir(), '1balancer-deployments-'));
let world: BotWorld;
beforeAll(async () => {
  world = await buildBotWorld();
});
afterAll(async () => {
  await world?.stop();
  rmSync(out, { recursive: true, force: true });
});

const book = (): AddressBook => JSON.parse(readFileSync(join(out, '31337.json'), 'utf8'));
const sent = async (): Promise<number> =>
  world.client.getTransactionCount({ address: world.deployer.account.address });

/** `npm run -w hardhat deploy`, as a person types it. */
const hardhat = (words: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const { feeTaker, weth } = world.contracts;
  const facts = ['--fee-taker', feeTaker, '--wrapped-native', weth, '--out', out, '--answer-age-min', '0'];
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['run', '--silent', '-w', 'hardhat', 'deploy', '--', ...facts, ...words],
    {
      env: { ...process.env, DEPLOY_RPC_URL: world.rpcUrl, DEPLOYER_PK: LOCAL_DEPLOYER_KEY, ...env },
      encoding: 'utf8',
    },
  );
  return { status, said: `${stdout}${stderr}` };
};
const deploy = (
  say: (text: string) => void,
  circle: CircleFacts | null = null,
  delegation: DelegationFacts | null = null,
) =>
  deployChain(world.deployer, {
    ...{ chainId: 31_337, out, dryRun: false, say },
    facts: {
      ...{ feeTaker: world.contracts.feeTaker, wrappedNative: world.contracts.weth },
      ...{ sequencerFeed: zeroAddress, answerAgeMin: 0, circle, delegation },
    },
  });

it('refuses a node of another chain and a chain without what it builds on, and a dry run sends and writes nothing', async () => {
  const before = await sent();
  const other = hardhat(['--chain-id', '8453']);
  expect([other.status, other.said]).toEqual([
    1,
    'The node serves chain 31337, not 8453: nothing is deployed there.\n',
  ]);
  const nothing = hardhat(['--chain-id', '31337', '--sequencer-feed', `0x${'12'.repeat(20)}`]);
  expect([nothing.status, nothing.said]).toEqual([
    1,
    `There is no contract at 0x${'12'.repeat(20)}, --sequencer-feed.\n`,
  ]);
  const dry = hardhat(['--chain-id', '31337', '--dry-run']);
  expect(dry.status, dry.said).toBe(0);
  expect(dry.said.match(/to be made/g)).toHaveLength(8);
  expect([await sent(), readdirSync(out)]).toEqual([before, []]);
});

it('goes on where it broke off, makes nothing twice, and the address book says which block an index begins at', async () => {
  const before = await sent();
  let told = 0;
  const breaking = deploy(() => {
    told += 1;
    if (told === 4) throw new Error('the line is dead');
  });
  await expect(breaking).rejects.toThrow('the line is dead');
  expect([await sent(), Object.keys(book().contracts).length, book().chains]).toEqual([before + 3, 3, null]);
  const { fromBlock } = book();

  const factory = await deploy(() => undefined);
  expect(await sent()).toBe(before + 8);
  expect(book().chains?.chains).toMatchObject([
    { chain: 31_337, factoryAddress: factory, factoryBlock: fromBlock },
  ]);
  const again = hardhat(['--chain-id', '31337']);
  expect([again.status, await sent()]).toEqual([0, before + 8]);
  expect(again.said.match(/is there/g)).toHaveLength(8);
  for (const { transaction } of Object.values(book().contracts)) expect(transaction).toMatch(/^0x/);
});

it('the chain settings take the address book, and the bot finds a portfolio of the new factory', async () => {
  const { chains } = book();
  if (chains === null) throw new Error('nothing is deployed');
  const [entry] = chains.chains;
  const CHAINS = JSON.stringify({ chains: [{ ...entry, rpcUrls: [world.rpcUrl] }] });
  const { RPC_URL: _, FACTORY_ADDRESS: __, FACTORY_BLOCK: ___, ...env } = world.env;
  const opened = await openBot(readEnv({ ...env, CHAINS }));
  if (!opened.ok) throw new Error(opened.error.message);
  const portfolio: Address = await createPortfolio(world.deployer, getAddress(entry.factoryAddress), {
    ...{
      assets: [world.usdc, world.wbtc],
      signer: privateKeyToAccount(SIGNER_KEY).address,
      publicBook: false,
    },
  });
  await registerPolicy(portfolio, world.database);
  const ticked = await opened.value.tick(REQUEST);
  await opened.value.close();
  expect(ticked).toMatchObject({ ok: true, value: { failed: 0 } });
  const [found] = await world.database.admin`select address from accounts where address = ${portfolio}`;
  expect(found?.address).toBe(portfolio);
});

it('gives explorers the compiler’s own input, with the libraries’ addresses and the constructor’s arguments', () => {
  const files = readdirSync(out).filter((name) => name.endsWith('.verification.json'));
  expect(files).toHaveLength(8);
  const balancer = JSON.parse(readFileSync(join(out, '31337-Balancer.verification.json'), 'utf8'));
  const { contracts } = book();
  expect(balancer).toMatchObject({
    ...{ address: contracts['Balancer']?.address, contract: 'contracts/Balancer.sol:Balancer' },
    compiler: 'v0.8.37+commit.f401782d',
    input: {
      language: 'Solidity',
      settings: {
        ...{ viaIR: true, evmVersion: 'cancun' },
        libraries: { 'contracts/libraries/Views.sol': { Views: contracts['Views']?.address } },
      },
    },
  });
  expect(balancer.constructorArguments).toMatch(/^0x[0-9a-f]{384}$/);
  expect(Object.keys(balancer.input.sources)).toContain('contracts/Balancer.sol');
});

describe('with Circle’s contracts there', () => {
  let cctp: LocalCctp;
  beforeAll(async () => {
    cctp = await deployCctp(world.deployer, {
      ...{ domain: 6, attesters: [world.deployer.account.address], threshold: 1 },
    });
  });

  it('refuses a chain of which none are known, and contracts that are not what they are said to be', async () => {
    const unknown = hardhat(['--chain-id', '31337', '--cash']);
    expect(unknown.said).toBe('--cash: Circle’s contracts on chain 31337 are not known\n');
    const saidOf = async (changed: Partial<CircleFacts>): Promise<string> => {
      const said: string[] = [];
      const factory = await deploy((text) => said.push(text), { ...cctp, ...changed });
      return `${factory}: ${said.join()}`;
    };
    expect(await saidOf({ domain: 3 })).toMatch(/^null: .* says its domain is 6, not 3\.$/);
    expect(await saidOf({ messageTransmitter: cctp.usdc })).toMatch(/^null: .* says its transmitter is /);
    expect(await saidOf({ usdc: `0x${'34'.repeat(20)}` })).toMatch(/^null: .*Circle’s USDC/);
  });

  it('makes what portfolios of USDC are made by, once, and says where in the settings of the chain', async () => {
    const before = await sent();
    const { domain, usdc, tokenMessenger, messageTransmitter } = cctp;
    const words = ['--cash', '--cctp', [domain, usdc, tokenMessenger, messageTransmitter].join(',')];
    const made = hardhat(['--chain-id', '31337', ...words]);
    expect(made.status, made.said).toBe(0);
    expect([await sent(), made.said.match(/is made/g)?.length]).toEqual([before + 5, 5]);
    const again: string[] = [];
    await deploy((text) => again.push(text), cctp);
    expect([await sent(), again.filter((line) => line.endsWith('is there')).length]).toEqual([
      before + 5,
      13,
    ]);
    const { contracts, chains, fromBlock } = book();
    expect(chains?.chains[0].cash).toEqual({
      ...{ factory: contracts['CashFactory']?.address, lens: contracts['CashLens']?.address, fromBlock },
    });
    const verified = JSON.parse(readFileSync(join(out, '31337-CashPortfolio.verification.json'), 'utf8'));
    expect(verified).toMatchObject({
      ...{
        address: contracts['CashPortfolio']?.address,
        contract: 'contracts/CashPortfolio.sol:CashPortfolio',
      },
      input: {
        settings: {
          libraries: {
            'contracts/libraries/CashBridge.sol': { CashBridge: contracts['CashBridge']?.address },
          },
        },
      },
    });
  });

  it('a portfolio that its factory makes burns by these contracts', async () => {
    const { factory = cctp.usdc } = book().chains?.chains[0].cash ?? {};
    const ask = { address: factory, abi: cashFactoryAbi, functionName: 'implementation' } as const;
    const implementation = await world.client.readContract(ask);
    const read = (functionName: 'usdc' | 'messenger' | 'localDomain') =>
      world.client.readContract({ address: implementation, abi: cashPortfolioAbi, functionName });
    const [usdc, messenger, domain] = await Promise.all([
      read('usdc'),
      read('messenger'),
      read('localDomain'),
    ]);
    expect([`${usdc}`.toLowerCase(), `${messenger}`.toLowerCase(), domain]).toEqual([
      ...[cctp.usdc, cctp.tokenMessenger, 6],
    ]);
  });
});

describe('with the delegation framework there', () => {
  it('makes what trades for accounts by their delegations, once, for this manager, and refuses an address without code', async () => {
    const { walletClient, publicClient } = world.deployer;
    const framework = await deploySmartAccountsEnvironment(walletClient, publicClient, walletClient.chain);
    const { DelegationManager: manager, EntryPoint: entryPoint } = framework;
    const words = (...delegation: readonly Address[]) => [
      ...['--chain-id', '31337', '--delegation', delegation.join(',')],
    ];
    const nothing: Address = `0x${'56'.repeat(20)}`;
    const refused = hardhat(words(manager, nothing));
    expect([refused.status, refused.said]).toEqual([
      1,
      `There is no contract at ${nothing}, the EntryPoint.\n`,
    ]);
    expect(hardhat(words(manager)).said).toBe('--delegation: DelegationManager,EntryPoint, two addresses\n');

    const before = await sent();
    const made = hardhat(words(manager, entryPoint));
    expect(made.status, made.said).toBe(0);
    expect([await sent(), made.said.match(/is made/g)?.length]).toEqual([before + 4, 4]);
    const again = hardhat(words(manager, entryPoint));
    expect([again.status, await sent()]).toEqual([0, before + 4]);
    const {
      DelegatedBalancer: implementation,
      DelegatedFactory: factory,
      DelegatedLens: lens,
    } = book().contracts;
    // The lens is of the address book's entry for CHAINS, and its code is what else is put in place for each read.
    expect(book().chains?.chains[0].delegated).toEqual({
      ...{ factory: factory?.address, lens: lens?.address, fromBlock: expect.any(Number) },
    });
    expect(await world.client.getCode({ address: lens?.address ?? zeroAddress })).toBe(delegatedLensCode);
    const abi = parseAbi([
      'function implementation() view returns (address)',
      'function delegationManager() view returns (address)',
    ]);
    const read = async (address: Address | undefined, functionName: 'implementation' | 'delegationManager') =>
      world.client.readContract({ address: address ?? zeroAddress, abi, functionName });
    expect(await read(factory?.address, 'implementation')).toBe(implementation?.address);
    expect(await read(implementation?.address, 'delegationManager')).toBe(getAddress(manager));
  });
});
