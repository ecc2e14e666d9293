import { randomBytes } from 'node:crypto';
import { type Address, encodeFunctionData, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { deployDelegated } from '../../hardhat/deploy/deploy-delegated.ts';
import { createDeployer, type LocalDeployment } from '../../hardhat/deploy/deploy-local.ts';
import { delegatedFactoryAbi } from '../../lib/abi/delegated-factory-abi.ts';
import { delegationSalt } from '../../lib/delegations/delegation.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import type { LocalChain } from '../chain/local-chain.ts';
import { CHAIN_ID, latestBlock } from '../chain/rpc.ts';
import { configOf, holdingsOf } from '../world/create-portfolio.ts';
import { delegatingKey, type StackKeys } from '../world/keys.ts';
import type { PortfolioSpec } from '../world/portfolio-specs.ts';
import type { PriceTape } from '../world/price-tape.ts';
import { type DeployedAsset, obtain } from '../world/tokens.ts';
import { deployKit, frameworkOf } from './framework.ts';
import { draftGrant, signGrant } from './sign-grant.ts';
import { upgradeAccount } from './upgrade-account.ts';

const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/)
  .transform((text) => text as Address);

const grantSchema = z.object({
  token: address,
  amountUnits: z.string().regex(/^\d+$/),
  hash: z.string().transform((text) => text as Hex),
  context: z.string().transform((text) => text as Hex),
});

/** The delegation framework of a world, and our contracts on it. */
export const delegatedContractsSchema = z.object({
  factory: address,
  fromBlock: z.int(),
  manager: address,
  enforcers: z.object({
    ...{ period: address, timestamp: address, value: address },
    ...{ nonce: address, redeemer: address },
  }),
  accounts: z.object({ upgraded: address, hybrid: address, deployer: address }),
});

/** Where a world has what accounts delegate by. */
export type DelegatedContracts = z.infer<typeof delegatedContractsSchema>;

/** What its owner has signed: so much of a token a day. Whoever holds it can do nothing with it: it names its contract. */
export type SignedGrant = z.infer<typeof grantSchema>;

/** An account that keeps its own tokens, the contract that serves it, and what it has signed for it. */
export const delegatedAccountSchema = z.object({
  contracts: delegatedContractsSchema,
  account: address,
  clone: address,
  grants: z.array(grantSchema),
});

export type DelegatedAccount = z.infer<typeof delegatedAccountSchema>;

const lower = (text: Address): Address => text.toLowerCase() as Address;

const DAY_SECONDS = 86_400;
/** The longest that is taken. */
const GRANT_DAYS = 90;
/** Of what it begins with of a token, what it lets go a day: enough for any day but a crash, which waits for the next. */
const A_DAY = { numerator: 2n, denominator: 5n };
const NAV_USD = 50_000n;

/** Puts the official framework and our contracts on a chain that has the router and the libraries. */
export const deployDelegation = async (
  { rpcUrl }: LocalChain,
  keys: StackKeys,
  base: Pick<LocalDeployment, 'router' | 'libraries'>,
): Promise<DelegatedContracts> => {
  const deployer = createDeployer({ rpcUrl, deployerKey: keys.deployer });
  const kit = await deployKit(deployer);
  const framework = frameworkOf(kit);
  const { manager } = framework;
  const fromBlock = Number((await latestBlock(rpcUrl)).number);
  const { factory } = await deployDelegated(deployer, { ...base, manager, entryPoint: kit.EntryPoint });
  return { ...framework, factory: lower(factory), fromBlock };
};

type Build = {
  readonly chain: LocalChain;
  readonly keys: StackKeys;
  readonly contracts: DelegatedContracts;
  readonly signer: Address;
  readonly spec: PortfolioSpec;
  readonly assets: readonly DeployedAsset[];
  readonly tape: PriceTape;
  /** What it may swap through. */
  readonly router: Address;
};

const createClone = async ({ chain, keys, contracts, signer, spec, assets, tape, router }: Build) => {
  const { factory } = contracts;
  const owner = chain.sender(delegatingKey(keys));
  const holdings = holdingsOf({ spec, assets, tape, navUsd: NAV_USD });
  const config = configOf(holdings, { tape, signer, venue: 'proposal', routers: [router] });
  // As the page does unless somebody else is named: who owns the account guards it.
  const args = [owner.address, 0n, config] as const;
  await owner.send({
    to: factory,
    data: encodeFunctionData({ abi: delegatedFactoryAbi, functionName: 'create', args }),
  });
  const clone = await chain.client.readContract({
    ...{ address: factory, abi: delegatedFactoryAbi, functionName: 'currentOf', args: [owner.address] },
  });
  return { clone: lower(clone), owner, holdings };
};

/** What is asked of its owner: so much of a token a day, from now on for as long as is taken. */
export const signDailyGrant = async (
  keys: StackKeys,
  { contracts, clone }: Pick<DelegatedAccount, 'contracts' | 'clone'>,
  asked: { readonly token: Address; readonly amountUnits: bigint; readonly startSeconds: UnixSeconds },
): Promise<SignedGrant> => {
  const account = privateKeyToAccount(delegatingKey(keys));
  const { token, amountUnits, startSeconds } = asked;
  const draft = draftGrant({
    ...{ place: contracts, delegator: lower(account.address), delegate: clone, token, amountUnits },
    ...{ startSeconds, expiresAtSeconds: startSeconds + GRANT_DAYS * DAY_SECONDS },
    salt: delegationSalt(randomBytes(32)),
  });
  const { manager } = contracts;
  const { hash, context } = await signGrant(account, draft, { chainId: CHAIN_ID, manager });
  return { token, amountUnits: amountUnits.toString(), hash, context };
};

/**
 * Upgrades a key's account to the framework's code (EIP-7702), gives it its tokens, has it make the contract that serves it, and signs a
 * delegation of each token to that one.
 */
export const buildDelegatedAccount = async (build: Build): Promise<DelegatedAccount> => {
  const { chain, keys, contracts } = build;
  const account = privateKeyToAccount(delegatingKey(keys));
  const payer = createDeployer({ rpcUrl: chain.rpcUrl, deployerKey: keys.deployer });
  await upgradeAccount(payer, { account, code: contracts.accounts.upgraded });
  const { clone, owner, holdings } = await createClone(build);
  const { timeSeconds: startSeconds } = await latestBlock(chain.rpcUrl);
  const grants: SignedGrant[] = [];
  for (const { asset, units } of holdings) {
    await obtain(owner, asset, units);
    const amountUnits = (units * A_DAY.numerator) / A_DAY.denominator;
    const asked = { token: asset.token, amountUnits, startSeconds };
    grants.push(await signDailyGrant(keys, { contracts, clone }, asked));
  }
  return { contracts, account: owner.address, clone, grants };
};
