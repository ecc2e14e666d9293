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

/** One transaction of the owner's wallet, on one chain. */
export type PlannedCashCall = {
  readonly step: CashStep;
  readonly chainId: number;
  readonly chain: string;
  /** What it does, as a plain clause. */
  readonly what: string;
  readonly call: OwnerCall;
};

/** What a portfolio burns for each sibling's test, in units. */
export const TEST_UNITS = 1_000_000n;
const OPEN_SECONDS = 90 * 86_400;

const creationOf = ({
  name,
  usdc,
  factory,
  portfolio,
  terms,
  salt,
  units,
}: PlannedCash): readonly Pick<PlannedCashCall, 'what' | 'call'>[] => {
  const data = encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [factory, units] });
  return [
    { what: 'lets the factory take the USDC that goes in', call: { to: usdc, data, valueWei: 0n } },
    {
      what: `makes the portfolio on ${name}, ${portfolio}, and pays the USDC in`,
      call: createCashCall(factory, { terms, salt, usdc, units }),
    },
  ];
};

/** Every transaction by which an owner comes to portfolios that may bridge to each other, in the order in which they are sent. */
export const cashPlanOf = (chains: readonly PlannedCash[]): readonly PlannedCashCall[] => {
  const pairs = chains.flatMap((here) =>
    chains.flatMap((there) => (there === here ? [] : [{ here, there }])),
  );
  const at = ({ chainId, name }: PlannedCash) => ({ chainId, chain: name });
  return [
    ...chains.flatMap((chain) =>
      creationOf(chain).map((one) => ({ step: 'create' as const, ...at(chain), ...one })),
    ),
    ...pairs.flatMap(({ here, there: { domain, portfolio, name } }) => [
      {
        ...{ step: 'test' as const, ...at(here), what: `names the portfolio on ${name}` },
        call: nameSiblingCall(here.portfolio, { domain, sibling: portfolio }),
      },
      {
        ...{ step: 'test' as const, ...at(here), what: `sends 1 USDC to the portfolio on ${name}` },
        call: testSiblingCall(here.portfolio, { domain, maxFeeUnits: 0n }),
      },
    ]),
    ...pairs.map(({ here, there: { domain, name } }) => ({
      ...{ step: 'open' as const, ...at(here), what: `lets USDC go to ${name} for 90 days` },
      call: openSiblingCall(here.portfolio, { domain, untilSeconds: here.nowSeconds + OPEN_SECONDS }),
    })),
  ];
};
