import { type Address, decodeFunctionData, type Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { cashPortfolioAbi } from '../../abi/cash-portfolio-abi.ts';
import { CASH_PROFILES } from '../../cash/cash-policy.ts';
import { cashPlanOf } from '../../owner/cash-plan.ts';
import { type AttestedTests, cashCreationSteps, nextCashStep } from './cash-creation-steps.ts';
import {
  type CashCreationChain,
  type CashDraft,
  cashDraftFault,
  cashDraftSchema,
  EMPTY_CASH_DRAFT,
  type KeptCashChain,
  termsOf,
  unitsOn,
  withKept,
} from './cash-draft.ts';
import { limitsInWords } from './limits-in-words.ts';
import { readCashChain } from './read-cash-chain.ts';

const at = (n: number): Address => `0x${n.toString(16).padStart(40, '0')}`;
const HASH: Hex = `0x${'ab'.repeat(32)}`;
const NOW = 1_800_000_000;
const FIRST: CashCreationChain = {
  ...{ id: 1, name: 'First', domain: 0, usdc: at(1), factory: at(2), transmitter: at(3) },
  vaults: [{ name: 'North', address: at(4), decimals: 18 }],
};
const SECOND: CashCreationChain = {
  ...{ ...FIRST, id: 2, name: 'Second', domain: 6, transmitter: at(13) },
  vaults: [{ name: 'South', address: at(14), decimals: 18 }],
};
const CHAINS = [FIRST, SECOND];
const BEGUN = { owner: at(20), signer: at(21) };
const DRAFT: CashDraft = {
  ...{ ...EMPTY_CASH_DRAFT, mainChainId: 1, otherChainIds: [2], amount: '2,500', begun: BEGUN },
};
const keptOn = (chain: CashCreationChain, more: Partial<KeptCashChain> = {}): KeptCashChain => ({
  listings: chain.vaults.map(({ address: vault }) => ({
    ...{ vault, capBps: 10_000, rateMinUnits: '990000', rateMaxUnits: '1010000' },
  })),
  ...{ portfolio: at(100 + chain.id), sinceBlock: '5', isCreated: false },
  ...{ balanceUnits: '9000000000', allowanceUnits: '0', siblings: [], burns: [], arrived: [] },
  ...{ nowSeconds: NOW, ...more },
});
const sibling = (to: CashCreationChain, testedAt = 0, openUntil = 0) => ({
  ...{ domain: to.domain, account: at(100 + to.id), testedAt, openUntil },
});
const draftOf = (first: Partial<KeptCashChain> | null, second: Partial<KeptCashChain> | null): CashDraft => {
  const one = first === null ? DRAFT : withKept(DRAFT, 1, keptOn(FIRST, first));
  return second === null ? one : withKept(one, 2, keptOn(SECOND, second));
};
const NONE: AttestedTests = new Map();
const stepsOf = (draft: CashDraft, attested = NONE, nowSeconds = NOW) =>
  cashCreationSteps(draft, { chains: CHAINS, attested, nowSeconds });
const nextOn = (chainId: number, ...asked: Parameters<typeof stepsOf>) =>
  nextCashStep(stepsOf(...asked), chainId)?.title ?? null;

const MADE = { isCreated: true };
const NAMED = { ...MADE, siblings: [sibling(SECOND)] };
const TESTED = { ...MADE, siblings: [sibling(SECOND, NOW)], burns: [{ domain: 6, hash: HASH }] };
const OVER_THERE = { ...MADE, siblings: [sibling(FIRST, NOW, NOW + 9_000_000)], arrived: [] };

describe('the next step of a creation', () => {
  it.each([
    ['where the wallet was never, to go there', null, null, 1, 'Allow 2,500 USDC on First'],
    ['an allowance', {}, null, 1, 'Allow 2,500 USDC on First'],
    ['what the allowance is for', { allowanceUnits: '2500000000' }, null, 1, 'Create on First'],
    ['the other chain, once one is made', MADE, null, 1, 'Allow 1 USDC on Second'],
    ['nothing, while there is too little USDC', { balanceUnits: '5' }, { balanceUnits: '5' }, 1, null],
    ['a name, once both are made', MADE, MADE, 1, 'Name Second on First'],
    ['that of the chain that the wallet is on', MADE, MADE, 2, 'Name First on Second'],
    ['a test', NAMED, OVER_THERE, 1, 'Send 1 USDC from First to Second'],
    ['nothing, while Circle has not attested it', TESTED, OVER_THERE, 1, null],
  ] as const)('is %s', (_title, first, second, chainId, title) => {
    expect(nextOn(chainId, draftOf(first, second))).toBe(title);
  });

  it('is to receive what is attested, then an hour later to open, then nothing', () => {
    const attested: AttestedTests = new Map([[HASH, { message: '0x01', attestation: '0x02' }]]);
    const [receive] = stepsOf(draftOf(TESTED, OVER_THERE), attested).filter(({ id }) => id === 'mint-2-1');
    expect(receive).toMatchObject({ waits: null, isDone: false, call: { to: SECOND.transmitter } });
    const arrived = draftOf(TESTED, { ...OVER_THERE, arrived: [0] });
    expect(nextOn(1, arrived, NONE, NOW + 3_599)).toBeNull();
    expect(nextOn(1, arrived, NONE, NOW + 3_600)).toBe('Open First to Second');
    const open = { ...TESTED, siblings: [sibling(SECOND, NOW, NOW + 9_000_000)] };
    expect(nextOn(1, draftOf(open, { ...OVER_THERE, arrived: [0] }), NONE, NOW + 3_600)).toBeNull();
  });

  it('is never to open what has not arrived, nor to pass over who was named another', () => {
    const late = NOW + 90_000;
    expect(nextOn(1, draftOf(TESTED, OVER_THERE), NONE, late)).toBeNull();
    const other = { ...MADE, siblings: [{ ...sibling(SECOND, NOW), account: at(999) }] };
    expect(nextOn(1, draftOf(other, { ...OVER_THERE, arrived: [0] }), NONE, late)).toBe(
      'Name Second on First',
    );
  });
});

it('has the very calls that the command prints', () => {
  const draft = draftOf(MADE, MADE);
  const planned = CHAINS.map((chain) => ({
    ...{ ...chain, chainId: chain.id, portfolio: at(100 + chain.id), nowSeconds: NOW },
    ...{ units: unitsOn(draft, chain.id), terms: termsOf(draft, BEGUN.signer, keptOn(chain)) },
    salt: `0x${'0'.repeat(64)}` as Hex,
  }));
  const printed = cashPlanOf(planned).map(({ kind, chainId, call }) => ({ kind, chainId, call }));
  const shown = stepsOf(draft).flatMap(({ kind, chainId, call }) =>
    kind === 'mint' ? [] : [{ kind, chainId, call }],
  );
  expect(shown).toEqual(printed);
  const open = shown.find(({ kind }) => kind === 'open')?.call?.data ?? '0x';
  expect(decodeFunctionData({ abi: cashPortfolioAbi, data: open }).args).toEqual([
    6,
    BigInt(NOW + 90 * 86_400),
  ]);
});

it('is begun with a chain and more than its tests burn, and is read back as it was written', () => {
  expect(cashDraftFault(EMPTY_CASH_DRAFT)).toBe('Choose the chain that the money is on.');
  expect(cashDraftFault({ ...DRAFT, amount: '' })).toBe('Type an amount.');
  expect(cashDraftFault({ ...DRAFT, amount: '1' })).toBe('Its tests burn 1 USDC: put in more than that.');
  expect(cashDraftFault({ ...DRAFT, amount: '1.000001' })).toBeNull();
  const draft = draftOf(TESTED, OVER_THERE);
  expect(cashDraftSchema.parse(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
});

it('says the promise over all chains as the decision has it: 1.25, 1.5 and 2 times the loss of a day', () => {
  const promised = CASH_PROFILES.map(
    (profile) => / ([\d.]+ %) over all/.exec(limitsInWords(profile)[0] ?? '')?.[1],
  );
  expect(promised).toEqual(['1.25 %', '1.5 %', '2 %']);
});

describe('a chain that is read through a wallet', () => {
  /** Answers for a portfolio that isn't there, and says that it is on these chains, one question of that after the other. */
  const walletOn = (...chainIds: readonly number[]) => {
    const said = [...chainIds];
    const answers: Readonly<Record<string, unknown>> = {
      ...{ eth_blockNumber: '0x9', eth_getCode: '0x', eth_call: `0x${'0'.repeat(63)}7` },
      eth_getBlockByNumber: { timestamp: `0x${NOW.toString(16)}` },
    };
    return async ({ method }: { readonly method: string }): Promise<unknown> =>
      method === 'eth_chainId' ? `0x${(said.shift() ?? 0).toString(16)}` : answers[method];
  };
  const question = { chain: FIRST, draft: DRAFT, begun: BEGUN, kept: keptOn(FIRST, MADE), expected: [] };

  it('is as the chain says it', async () => {
    expect(await readCashChain(walletOn(1, 1), question)).toMatchObject({
      ...{ isCreated: false, balanceUnits: '7', allowanceUnits: '7', nowSeconds: NOW, portfolio: at(101) },
    });
  });

  it.each([
    ['before it was asked', [2, 2]],
    ['while it answered: another chain knows nothing of what was made here', [1, 2]],
  ] as const)('is not known where the wallet went to another %s', async (_title, chainIds) => {
    await expect(readCashChain(walletOn(...chainIds), question)).rejects.toThrow(
      'Your wallet is not on First any more.',
    );
  });
});
