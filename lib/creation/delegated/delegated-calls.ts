import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  isHex,
  parseAbi,
} from 'viem';
import { caveatOf } from '../../delegations/caveat-terms.ts';
import { type Delegation, delegationSalt, ROOT_AUTHORITY } from '../../delegations/delegation.ts';
import type { Ask } from '../../owner/ask.ts';
import type { OwnerCall } from '../../owner/owner-call.ts';
import { GUARD_PRESETS } from '../../policy/guard-presets.ts';
import type { ChosenToken, DelegatedCreationChain, DelegatedDraft } from './delegated-draft.ts';

const DAY_SECONDS = 86_400;
/** What signs a creation may lie about so long; the factory takes an hour at most. */
const CREATION_SECONDS = 30 * 60;

const STRUCTS = [
  'struct AssetConfig { address token; uint16 targetBps; address feed; uint24 heartbeat; uint24 navMaxAge; uint128 minAnswer; uint128 maxAnswer; }',
  'struct Guard { uint16 maxSlippageBps; uint16 lossBpsPerDay; uint32 turnoverBpsPerDay; uint32 orderTtlMax; uint32 cooldown; uint16 minDriftBps; uint16 overshootBps; uint16 minFillBps; uint16 maxFeeBps; bool publicBook; }',
  'struct OneOffTurnover { uint32 bps; uint40 expiresAt; }',
  'struct Config { address signer; AssetConfig[] assets; Guard guard; address[] routers; OneOffTurnover oneOff; }',
] as const;
const FACTORY = parseAbi([
  ...STRUCTS,
  'function create(address guardian, uint256 index, Config config) returns (address clone)',
  'function createFor(address account, address guardian, uint256 index, Config config, uint256 deadline, bytes signature) returns (address clone)',
  'function predict(address account, address guardian, uint256 index, Config config) view returns (address clone)',
  'function currentOf(address account) view returns (address)',
  'function countOf(address account) view returns (uint256)',
  'function implementation() view returns (address)',
]);
const fieldsOf = (text: string) =>
  text.split(', ').map((field) => {
    const [type = '', name = ''] = field.split(' ');
    return { name, type };
  });
/** As the factory hashes a creation; its own word for each field. */
const TYPES = {
  EIP712Domain: fieldsOf('string name, string version, uint256 chainId, address verifyingContract'),
  Create: fieldsOf(
    'address account, address implementation, address guardian, uint256 index, Config config, uint256 deadline',
  ),
  AssetConfig: fieldsOf(
    'address token, uint16 targetBps, address feed, uint24 heartbeat, uint24 navMaxAge, uint128 minAnswer, uint128 maxAnswer',
  ),
  Config: fieldsOf(
    'address signer, AssetConfig[] assets, Guard guard, address[] routers, OneOffTurnover oneOff',
  ),
  Guard: fieldsOf(
    'uint16 maxSlippageBps, uint16 lossBpsPerDay, uint32 turnoverBpsPerDay, uint32 orderTtlMax, uint32 cooldown, uint16 minDriftBps, uint16 overshootBps, uint16 minFillBps, uint16 maxFeeBps, bool publicBook',
  ),
  OneOffTurnover: fieldsOf('uint32 bps, uint40 expiresAt'),
};

/** What a contract of one account is made of. */
export type CloneTerms = {
  readonly chain: DelegatedCreationChain;
  readonly account: Address;
  readonly guardian: Address;
  readonly signer: Address;
  readonly preset: DelegatedDraft['preset'];
  readonly tokens: readonly ChosenToken[];
};

const configOf = ({ chain, signer, preset, tokens }: CloneTerms) => {
  const { orderTtlMaxSeconds, cooldownSeconds, ...guard } = GUARD_PRESETS[preset];
  return {
    signer,
    assets: tokens.map(({ listing, targetBps }) => ({
      ...{ token: listing.token, targetBps, feed: listing.feed, heartbeat: listing.heartbeatSeconds },
      ...{ navMaxAge: listing.navMaxAgeSeconds, minAnswer: 0n, maxAnswer: 0n },
    })),
    guard: { ...guard, orderTtlMax: orderTtlMaxSeconds, cooldown: cooldownSeconds },
    routers: [...chain.routers],
    oneOff: { bps: 0, expiresAt: 0 },
  };
};

const call = async (ask: Ask, to: Address, data: Hex): Promise<Hex> => {
  const answer = await ask({ method: 'eth_call', params: [{ to, data }, 'latest'] });
  if (!isHex(answer)) throw new TypeError('The node answered a call with something that is no data.');
  if (answer === '0x') throw new Error(`There is no contract at ${to} on this chain.`);
  return answer;
};

/** The contract of an account, as the factory has it. */
export type CloneSeen = {
  /** Its current one; the zero address: none. */
  readonly current: Address;
  /** How many it has had. */
  readonly count: bigint;
  /** Where the one of these terms would be as its next one. */
  readonly next: Address;
  /** Whether the current one is made of these very terms. */
  readonly isMade: boolean;
};

const readCurrent = async (ask: Ask, { chain, account }: CloneTerms): Promise<Address> => {
  const asked = { abi: FACTORY, functionName: 'currentOf', args: [account] } as const;
  const data = await call(ask, chain.factory, encodeFunctionData(asked));
  return decodeFunctionResult({ ...asked, data });
};

const readCount = async (ask: Ask, { chain, account }: CloneTerms): Promise<bigint> => {
  const asked = { abi: FACTORY, functionName: 'countOf', args: [account] } as const;
  const data = await call(ask, chain.factory, encodeFunctionData(asked));
  return decodeFunctionResult({ ...asked, data });
};

const predicted = async (ask: Ask, terms: CloneTerms, index: bigint): Promise<Address> => {
  const asked = { abi: FACTORY, functionName: 'predict' } as const;
  const args = [terms.account, terms.guardian, index, configOf(terms)] as const;
  const data = await call(ask, terms.chain.factory, encodeFunctionData({ ...asked, args }));
  return decodeFunctionResult({ ...asked, data });
};

/** Which contract an account has, and whether it is that of these terms. @throws what the node says */
export async function readClone(ask: Ask, terms: CloneTerms): Promise<CloneSeen> {
  const [current, count] = [await readCurrent(ask, terms), await readCount(ask, terms)];
  const isMade = count > 0n && (await predicted(ask, terms, count - 1n)) === current;
  return { current, count, isMade, next: await predicted(ask, terms, count) };
}

/** The account itself makes its next contract. */
export const createCloneCall = (terms: CloneTerms, index: bigint): OwnerCall => ({
  to: terms.chain.factory,
  data: encodeFunctionData({
    ...{ abi: FACTORY, functionName: 'create', args: [terms.guardian, index, configOf(terms)] },
  }),
  valueWei: 0n,
});

type Creation = { readonly index: bigint; readonly deadline: bigint };

/** What stands for the account's word: EIP-712 typed data, as a wallet takes it. */
const creationText = (terms: CloneTerms, implementation: Address, { index, deadline }: Creation): string =>
  JSON.stringify(
    {
      types: TYPES,
      primaryType: 'Create',
      domain: {
        ...{ name: '1Balancer Delegated Factory', version: '1' },
        ...{ chainId: terms.chain.id, verifyingContract: terms.chain.factory },
      },
      message: {
        ...{ account: terms.account, implementation, guardian: terms.guardian },
        ...{ index: `${index}`, deadline: `${deadline}`, config: configOf(terms) },
      },
    },
    (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value),
  );

/**
 * Asks the wallet to sign that a smart account makes its next contract, and gives the call that anybody may send with it.
 * @throws the wallet's refusal, or what the node says
 */
export async function signCreation(
  ask: Ask,
  terms: CloneTerms,
  {
    owner,
    index,
    nowSeconds,
  }: { readonly owner: Address; readonly index: bigint; readonly nowSeconds: bigint },
): Promise<OwnerCall> {
  const asked = { abi: FACTORY, functionName: 'implementation' } as const;
  const data = await call(ask, terms.chain.factory, encodeFunctionData(asked));
  const implementation = decodeFunctionResult({ ...asked, data });
  const deadline = nowSeconds + BigInt(CREATION_SECONDS);
  const text = creationText(terms, implementation, { index, deadline });
  const signature = await ask({ method: 'eth_signTypedData_v4', params: [owner, text] });
  if (!isHex(signature)) throw new Error('The wallet answered with something that is no signature.');
  const args = [terms.account, terms.guardian, index, configOf(terms), deadline, signature] as const;
  return {
    to: terms.chain.factory,
    data: encodeFunctionData({ abi: FACTORY, functionName: 'createFor', args }),
    valueWei: 0n,
  };
}

/** What of a token an account is to let its contract move. */
export type GrantTerms = {
  readonly chain: Pick<DelegatedCreationChain, 'id' | 'manager' | 'enforcers'>;
  readonly account: Address;
  readonly clone: Address;
  readonly token: Address;
  readonly aDayUnits: bigint;
  readonly startSeconds: bigint;
  readonly expiresAtSeconds: bigint;
};

/** @returns when a grant of now begins and ends: a minute ago, so that a node a block behind takes it */
export const grantTimes = (nowSeconds: bigint, days: number) => ({
  startSeconds: nowSeconds - 60n,
  expiresAtSeconds: nowSeconds - 60n + BigInt(days * DAY_SECONDS),
});

/** The delegation that is asked for, with a salt of its own. @param random 32 bytes of a source fit for keys */
export const delegationOf = (terms: GrantTerms, random: Uint8Array): Delegation => ({
  ...{ delegate: terms.clone, delegator: terms.account, authority: ROOT_AUTHORITY },
  caveats: [
    caveatOf(
      {
        ...{ kind: 'period', token: terms.token, amountUnits: terms.aDayUnits },
        ...{ periodSeconds: BigInt(DAY_SECONDS), startSeconds: terms.startSeconds },
      },
      terms.chain.enforcers,
    ),
    caveatOf(
      { kind: 'timestamp', afterSeconds: 0n, beforeSeconds: terms.expiresAtSeconds },
      terms.chain.enforcers,
    ),
  ],
  salt: delegationSalt(random),
});

/** Puts so much of a token into a smart account. */
export const fundCall = (token: Address, to: Address, units: bigint): OwnerCall => ({
  to: token,
  data: encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [to, units] }),
  valueWei: 0n,
});
