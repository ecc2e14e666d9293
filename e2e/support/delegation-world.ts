import { Implementation, toMetaMaskSmartAccount } from '@metamask/smart-accounts-kit';
import {
  type Address,
  concatHex,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  keccak256,
  numberToHex,
  parseAbi,
  toHex,
  zeroAddress,
  zeroHash,
} from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { deployDelegated } from '../../hardhat/deploy/deploy-delegated.ts';
import { createDeployer, deployLocal, readArtifact } from '../../hardhat/deploy/deploy-local.ts';
import type { CaveatTerms, Enforcers } from '../../lib/delegations/caveat-terms.ts';
import { type Delegation, delegationSalt } from '../../lib/delegations/delegation.ts';
import type { DelegationFramework } from '../../lib/delegations/framework.ts';
import { receiptOf } from '../../stack/chain/local-chain.ts';
import { deployKit, frameworkOf } from '../../stack/delegated/framework.ts';
import { draftGrant, type Granted, grantedWith, signGrant } from '../../stack/delegated/sign-grant.ts';
import { upgradeAccount } from '../../stack/delegated/upgrade-account.ts';
import { boardAbi, deployAsset, type WorldAsset } from './order-world.ts';

const CHAIN_ID = 31_337;
const GAS = 3_000_000n;
const DAY_SECONDS = 86_400;
const RICH = numberToHex(10n ** 20n);

const managerAbi = parseAbi([
  'function redeemDelegations(bytes[] permissionContexts, bytes32[] modes, bytes[] executionCallDatas)',
  'struct Caveat { address enforcer; bytes terms; bytes args; }',
  'struct Delegation { address delegate; address delegator; bytes32 authority; Caveat[] caveats; uint256 salt; bytes signature; }',
  'function disableDelegation(Delegation delegation)',
  'function enableDelegation(Delegation delegation)',
  'function pause()',
  'function unpause()',
]);
const nonceAbi = parseAbi(['function incrementNonce(address delegationManager)']);

/** What a delegation is to say otherwise than 500 tokens a day from now on for 90 days. */
export type Otherwise = {
  readonly delegate?: Address;
  readonly amountUnits?: bigint;
  readonly terms?: readonly CaveatTerms[];
  readonly startSeconds?: number;
  readonly expiresAtSeconds?: number;
};

export const AMOUNT_UNITS = 500_000_000n;

/** The official kit's own contracts on a local chain, an EOA with code (EIP-7702), a Hybrid account, and a token that both hold. */
export type DelegationWorld = {
  readonly place: { readonly manager: Address; readonly enforcers: Enforcers };
  readonly token: Address;
  readonly factory: Address;
  /** The contract that serves the account; a test may also send in its name. */
  readonly clone: Address;
  readonly guardian: Address;
  /** Gives the account another contract, which retires the one before. @returns its address */
  readonly createClone: (index: bigint) => Promise<Address>;
  readonly account: PrivateKeyAccount;
  readonly hybrid: Address;
  readonly nowSeconds: () => Promise<number>;
  readonly pass: (seconds: number) => Promise<void>;
  readonly grant: (otherwise?: Otherwise) => Promise<Granted>;
  readonly grantByHybrid: () => Promise<Granted>;
  readonly deployHybrid: () => Promise<void>;
  /** As the clone pulls: so many units to itself. */
  readonly pull: (granted: Granted, units: bigint) => Promise<void>;
  readonly disable: (granted: Granted) => Promise<void>;
  readonly enable: (granted: Granted) => Promise<void>;
  readonly raiseNonce: () => Promise<void>;
  /** Gives the EOA other code; null = takes it off. */
  readonly setCode: (code: Address | null) => Promise<void>;
  readonly implementation: Address;
  /** The chain as a file of chains names it. */
  readonly chainEntry: unknown;
  /** A transaction of the account. */
  readonly sendByAccount: (call: { readonly to: string; readonly data: string }) => Promise<void>;
  readonly pauseManager: (paused: boolean) => Promise<void>;
};

const lower = (address: Address): Address => address.toLowerCase() as Address;

/** Half of each asset; the guardian's key signs as the bot's would. */
const cloneConfig = (assets: readonly WorldAsset[], signer: Address) => ({
  signer,
  assets: assets.map(({ token, feed }) => ({
    ...{ token, feed, targetBps: 5_000, heartbeat: DAY_SECONDS, navMaxAge: DAY_SECONDS },
    ...{ minAnswer: 0n, maxAnswer: 0n },
  })),
  guard: {
    ...{ maxSlippageBps: 200, lossBpsPerDay: 500, turnoverBpsPerDay: 100_000, orderTtlMax: 30 * DAY_SECONDS },
    ...{ cooldown: 0, minDriftBps: 50, overshootBps: 25, minFillBps: 5, maxFeeBps: 200, publicBook: false },
  },
  routers: [],
  oneOff: { bps: 0, expiresAt: 0 },
});

/** A local chain whose accounts delegate, as a file of chains names it. */
export const delegatingChain = (rpcUrl: string, factory: Address, framework: DelegationFramework) => ({
  chain: {
    ...{ id: CHAIN_ID, slug: 'local', name: 'Local chain', nativeSymbol: 'ETH' },
    ...{ blockTimeSeconds: 2, finalityBlocks: 1 },
  },
  rpcUrls: [rpcUrl],
  delegated: { factory, framework },
});

/** Builds it on an empty anvil of a hardfork with EIP-7702. @param accountKey of the account that delegates */
export const buildDelegationWorld = async (
  rpcUrl: string,
  accountKey: Hex = keccak256(toHex('delegation world: account')),
): Promise<DelegationWorld> => {
  const deployer = createDeployer({ rpcUrl });
  const { publicClient } = deployer;
  const kit = await deployKit(deployer);
  const framework = frameworkOf(kit);
  const { manager, enforcers } = framework;
  const place = { manager, enforcers };
  const implementation = framework.accounts.upgraded;
  const contracts = await deployLocal({ rpcUrl });
  const { factory } = await deployDelegated(deployer, {
    ...contracts,
    manager: kit.DelegationManager,
    entryPoint: kit.EntryPoint,
  });
  const assets = [
    await deployAsset(deployer, contracts.feedBoard, { symbol: 'USDC', decimals: 6, answerE8: 10n ** 8n }),
    await deployAsset(deployer, contracts.feedBoard, {
      symbol: 'WBTC',
      decimals: 8,
      answerE8: 2n * 10n ** 12n,
    }),
  ] as const;
  const { token } = assets[0];
  const account = privateKeyToAccount(accountKey);
  const guardian = privateKeyToAccount(keccak256(toHex('delegation world: guardian')));

  const ask = (method: string, ...params: readonly unknown[]) =>
    publicClient.request({ method, params } as never);
  const impersonate = async (one: Address): Promise<void> => {
    await ask('anvil_setBalance', one, RICH);
    await ask('anvil_impersonateAccount', one);
  };
  await impersonate(account.address);

  const sendAs = async (from: Address, to: Address, data: Hex): Promise<void> => {
    const hash = (await ask('eth_sendTransaction', { from, to, data, gas: numberToHex(GAS) })) as Hex;
    const { status } = await receiptOf(publicClient, hash);
    if (status !== 'success') throw new Error(`transaction ${hash} reverted`);
  };
  const setCode = (code: Address | null): Promise<void> =>
    upgradeAccount(deployer, { account, code: code ?? zeroAddress });
  await setCode(implementation);
  const { abi: factoryAbi } = await readArtifact('contracts/DelegatedFactory.sol/DelegatedFactory');
  const currentClone = async (): Promise<Address> =>
    lower(
      (await publicClient.readContract({
        ...{ address: factory, abi: factoryAbi, functionName: 'currentOf', args: [account.address] },
      })) as Address,
    );
  /** The account's own transaction: whose clone it is, is who sends it. */
  const createClone = async (index: bigint): Promise<Address> => {
    const answers = [[assets[0].feed, assets[1].feed], [10n ** 8n, 2n * 10n ** 12n], 0n] as const;
    const fresh = encodeFunctionData({ abi: boardAbi, functionName: 'set', args: answers });
    await sendAs(deployer.account.address, contracts.feedBoard, fresh);
    const config = cloneConfig(assets, guardian.address);
    const args = [guardian.address, index, config];
    await sendAs(
      account.address,
      factory,
      encodeFunctionData({ abi: factoryAbi, functionName: 'create', args }),
    );
    const made = await currentClone();
    await impersonate(made);
    return made;
  };
  const clone = await createClone(0n);

  const smart = await toMetaMaskSmartAccount({
    client: publicClient as never,
    implementation: Implementation.Hybrid,
    deployParams: [account.address, [], [], []],
    deploySalt: '0x01',
    signer: { account },
    environment: kit,
  });
  const mintAbi = parseAbi(['function mint(address to, uint256 amount)']);
  for (const to of [account.address, smart.address])
    await sendAs(
      account.address,
      token,
      encodeFunctionData({ abi: mintAbi, functionName: 'mint', args: [to, 10n ** 12n] }),
    );

  const nowSeconds = async (): Promise<number> => Number((await publicClient.getBlock()).timestamp);
  let salt = 0;
  const unsigned = async (delegator: Address, otherwise: Otherwise): Promise<Delegation> => {
    const now = await nowSeconds();
    const { terms = [], startSeconds = now, expiresAtSeconds = now + 90 * DAY_SECONDS } = otherwise;
    const { amountUnits = AMOUNT_UNITS, delegate = clone } = otherwise;
    salt += 1;
    return draftGrant({
      ...{ place, delegator, delegate, token, amountUnits, startSeconds, expiresAtSeconds, more: terms },
      salt: delegationSalt(new Uint8Array(32).fill(salt)),
    });
  };
  const signed = (delegation: Delegation): Promise<Granted> =>
    signGrant(account, delegation, { chainId: CHAIN_ID, manager: place.manager });
  const signedByHybrid = async (delegation: Delegation): Promise<Granted> => {
    const { salt: number, caveats, ...rest } = delegation;
    const signature = await smart.signDelegation({
      delegation: { ...rest, caveats: caveats.map((one) => ({ ...one })), salt: numberToHex(number) },
      chainId: CHAIN_ID,
    });
    return grantedWith(delegation, signature);
  };
  const struct = ({ delegation }: Granted) => ({ ...delegation, signature: '0x' as const });
  const toManager = (functionName: 'disableDelegation' | 'enableDelegation', granted: Granted) =>
    sendAs(
      account.address,
      place.manager,
      encodeFunctionData({ abi: managerAbi, functionName, args: [struct(granted)] }),
    );
  return {
    ...{
      place,
      token,
      factory,
      clone,
      createClone,
      account,
      guardian: lower(guardian.address),
      hybrid: smart.address,
      implementation,
      nowSeconds,
      setCode,
    },
    pass: async (seconds) => {
      await ask('evm_increaseTime', seconds);
      await ask('evm_mine');
    },
    chainEntry: delegatingChain(rpcUrl, factory, framework),
    sendByAccount: ({ to, data }) => sendAs(account.address, to as Address, data as Hex),
    grant: async (otherwise = {}) => signed(await unsigned(account.address, otherwise)),
    grantByHybrid: async () => signedByHybrid(await unsigned(smart.address, {})),
    deployHybrid: async () => {
      const { factory, factoryData } = await smart.getFactoryArgs();
      if (factory === undefined || factoryData === undefined) throw new Error('nothing deploys the account');
      await sendAs(account.address, factory, factoryData);
    },
    pull: ({ context }, units) => {
      const move = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [clone, units] });
      const execution = concatHex([token, zeroHash, move]);
      const args = [[context], [zeroHash], [execution]] as const;
      return sendAs(
        clone,
        place.manager,
        encodeFunctionData({ abi: managerAbi, functionName: 'redeemDelegations', args }),
      );
    },
    disable: (granted) => toManager('disableDelegation', granted),
    enable: (granted) => toManager('enableDelegation', granted),
    raiseNonce: () =>
      sendAs(
        account.address,
        place.enforcers.nonce,
        encodeFunctionData({ abi: nonceAbi, functionName: 'incrementNonce', args: [place.manager] }),
      ),
    pauseManager: (paused) =>
      sendAs(
        deployer.account.address,
        place.manager,
        encodeFunctionData({ abi: managerAbi, functionName: paused ? 'pause' : 'unpause' }),
      ),
  };
};
