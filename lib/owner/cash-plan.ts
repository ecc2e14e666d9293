import { type Address, encodeFunctionData, type Hex } from 'viem';
import { erc20Abi } from '../abi/erc20-abi.ts';
import {
  type CashTerms,
  createCashCall,
  nameSiblingCall,
  openSiblingCall,
  testSiblingCall,
} from './cash-calls.ts';
import type { OwnerCall } from './owner-call.ts';

/** A chain on which an owner's portfolio of USDC is to be. */
export type PlannedCash = {
  readonly chainId: number;
  readonly name: string;
  /** Circle's number of it. */
  readonly domain: number;
  readonly usdc: Address;
  readonly factory: Address;
  /** Where the factory says that it will be. */
  readonly portfolio: Address;
  readonly terms: CashTerms;
  readonly salt: Hex;
  /** Paid in at its creation. */
  readonly units: bigint;
  readonly nowSeconds: number;
};

export const CASH_STEPS = ['create', 'test', 'open'] as const;
/** `open` is an hour after `test`, and that once what it burnt has arrived. */
export type CashStep = (typeof CASH_STEPS)[number];

/** Which of an owner's transactions it is. */
export type CashCallKind = 'allow' | 'create' | 'name' | 'test' | 'open';

/** One transaction of the owner's wallet, on one chain. */
export type PlannedCashCall = {
  readonly step: CashStep;
  readonly kind: CashCallKind;
  readonly chainId: number;
  readonly chain: string;
  /** What it does, as a plain clause. */
  readonly what: string;
  readonly call: OwnerCall;
};

/** What a portfolio burns for each sibling's test, in units. */
export const TEST_UNITS = 1_000_000n;
const OPEN_SECONDS = 90 * 86_400;

/** Where transfers go to, and who takes them there. */
export type PlannedSibling = Pick<PlannedCash, 'name' | 'domain' | 'portfolio'>;

const at = ({ chainId, name }: PlannedCash) => ({ chainId, chain: name });

/** What makes the portfolio of one chain, with its money in it: an allowance, then all or nothing. */
export const creationCalls = (chain: PlannedCash): readonly [PlannedCashCall, PlannedCashCall] => {
  const { name, usdc, factory, portfolio, terms, salt, units } = chain;
  const data = encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [factory, units] });
  return [
    {
      ...{ step: 'create', kind: 'allow', ...at(chain), what: 'lets the factory take the USDC that goes in' },
      call: { to: usdc, data, valueWei: 0n },
    },
    {
      ...{ step: 'create', kind: 'create', ...at(chain) },
      what: `makes the portfolio on ${name}, ${portfolio}, and pays the USDC in`,
      call: createCashCall(factory, { terms, salt, usdc, units }),
    },
  ];
};

/** What a portfolio sends once to that of another chain, so that it may be opened. */
export const testCalls = (
  here: PlannedCash,
  { name, domain, portfolio }: PlannedSibling,
): readonly [PlannedCashCall, PlannedCashCall] => [
  {
    ...{ step: 'test', kind: 'name', ...at(here), what: `names the portfolio on ${name}` },
    call: nameSiblingCall(here.portfolio, { domain, sibling: portfolio }),
  },
  {
    ...{ step: 'test', kind: 'test', ...at(here), what: `sends 1 USDC to the portfolio on ${name}` },
    call: testSiblingCall(here.portfolio, { domain, maxFeeUnits: 0n }),
  },
];

/** What lets USDC go to another chain, from the time of planning on for as long as may be. */
export const openCall = (here: PlannedCash, { name, domain }: PlannedSibling): PlannedCashCall => ({
  ...{ step: 'open', kind: 'open', ...at(here), what: `lets USDC go to ${name} for 90 days` },
  call: openSiblingCall(here.portfolio, { domain, untilSeconds: here.nowSeconds + OPEN_SECONDS }),
});

/** Every transaction by which an owner comes to portfolios that may bridge to each other, in the order in which they are sent. */
export const cashPlanOf = (chains: readonly PlannedCash[]): readonly PlannedCashCall[] => {
  const pairs = chains.flatMap((here) =>
    chains.flatMap((there) => (there === here ? [] : [{ here, there }])),
  );
  return [
    ...chains.flatMap(creationCalls),
    ...pairs.flatMap(({ here, there }) => testCalls(here, there)),
    ...pairs.map(({ here, there }) => openCall(here, there)),
  ];
};
