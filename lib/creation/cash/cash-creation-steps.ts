import type { Hex } from 'viem';
import { mintCalldata } from '../../cctp/mint-yourself.ts';
import {
  type CashCallKind,
  type CashStep,
  creationCalls,
  openCall,
  type PlannedCash,
  type PlannedCashCall,
  testCalls,
} from '../../owner/cash-plan.ts';
import { exactUnits } from '../../owner/exact-units.ts';
import type { OwnerCall } from '../../owner/owner-call.ts';
import { formatUtcTime } from '../../time/utc.ts';
import {
  type CashCreationChain,
  type CashDraft,
  chainIdsOf,
  type KeptCashChain,
  keptOf,
  termsOf,
  USDC_DECIMALS,
  unitsOn,
} from './cash-draft.ts';

/** What Circle has said of a test's burn: message and attestation. */
export type AttestedTest = { readonly message: Hex; readonly attestation: Hex };
/** By the transaction that burnt. */
export type AttestedTests = ReadonlyMap<Hex, AttestedTest>;

/** One transaction of a creation, and whether it is done. */
export type CashCreationStep = {
  readonly id: string;
  readonly step: CashStep;
  readonly kind: CashCallKind | 'mint';
  readonly chainId: number;
  readonly title: string;
  /** What it does, a line each. */
  readonly effects: readonly string[];
  readonly isDone: boolean;
  /** What it waits for, in a sentence; null: nothing. */
  readonly waits: string | null;
  /** Null while it isn't known yet. */
  readonly call: OwnerCall | null;
};

const TEST_AGE_SECONDS = 3_600;
const BEFORE = 'The steps above come first.';

type Place = {
  readonly chain: CashCreationChain;
  readonly kept: KeptCashChain | null;
  readonly units: bigint;
};
type Known = Place & { readonly kept: KeptCashChain };

const isKnown = (place: Place): place is Known => place.kept !== null;

const plannedOf = ({ chain, kept, units }: Known, draft: CashDraft): PlannedCash | null =>
  draft.begun === null
    ? null
    : {
        ...{ chainId: chain.id, name: chain.name, domain: chain.domain, usdc: chain.usdc },
        ...{ factory: chain.factory, portfolio: kept.portfolio, units, nowSeconds: kept.nowSeconds },
        ...{ terms: termsOf(draft, draft.begun.signer, kept), salt: `0x${'0'.repeat(64)}` },
      };

type Words = Pick<CashCreationStep, 'title' | 'effects' | 'isDone' | 'waits'>;

const stepOf = (
  { chain }: Pick<Place, 'chain'>,
  { step, kind, call }: Pick<CashCreationStep, 'step' | 'kind' | 'call'>,
  { to, ...words }: Words & { readonly to?: CashCreationChain },
): CashCreationStep => ({
  ...{ id: `${kind}-${chain.id}-${to?.id ?? ''}`, step, kind, chainId: chain.id, call, ...words },
});

const unknownCall = (step: CashStep, kind: CashCreationStep['kind']) => ({ step, kind, call: null });

const creationSteps = (place: Place, draft: CashDraft): readonly CashCreationStep[] => {
  const { chain, kept, units } = place;
  const planned = isKnown(place) ? plannedOf(place, draft) : null;
  const [allow, create]: readonly (PlannedCashCall | null)[] =
    planned === null ? [null, null] : creationCalls(planned);
  const amount = `${exactUnits(units, USDC_DECIMALS)} USDC`;
  const isCreated = kept?.isCreated ?? false;
  const isAllowed = isCreated || (kept !== null && BigInt(kept.allowanceUnits) >= units);
  const held = kept === null ? null : BigInt(kept.balanceUnits);
  const visit = `Its vaults are read when your wallet is on ${chain.name}.`;
  const short =
    held === null || held >= units || isCreated
      ? null
      : `You hold ${exactUnits(held, USDC_DECIMALS)} USDC on ${chain.name}; ${amount} are to go in.`;
  return [
    stepOf(place, allow ?? unknownCall('create', 'allow'), {
      title: `Allow ${amount} on ${chain.name}`,
      effects: [
        'No token moves yet.',
        `The factory may take exactly ${amount} from you, in a call of yours.`,
      ],
      isDone: isAllowed,
      waits: kept === null ? visit : short,
    }),
    stepOf(place, create ?? unknownCall('create', 'create'), {
      title: `Create on ${chain.name}`,
      effects: [
        `The contract is made at ${kept?.portfolio ?? 'an address that follows from its limits'}; you own it.`,
        `From you to it: ${amount}.`,
        `It lists ${chain.vaults.map(({ name }) => name).join(', ')}.`,
        'The bot’s key may deposit, redeem and bridge within its limits. It can withdraw nothing.',
      ],
      isDone: isCreated,
      waits: isAllowed ? short : BEFORE,
    }),
  ];
};

type Pair = { readonly here: Place; readonly there: Place };

const siblingIn = ({ here, there }: Pair) =>
  here.kept?.siblings.find(({ domain }) => domain === there.chain.domain) ?? null;

const isNamed = (pair: Pair): boolean =>
  siblingIn(pair)?.account.toLowerCase() === pair.there.kept?.portfolio.toLowerCase() &&
  pair.there.kept !== null;

const isTested = (pair: Pair): boolean => isNamed(pair) && (siblingIn(pair)?.testedAt ?? 0) > 0;

const hasArrived = ({ here, there }: Pair): boolean =>
  there.kept?.arrived.includes(here.chain.domain) ?? false;

const burnIn = ({ here, there }: Pair): Hex | null =>
  here.kept?.burns.find(({ domain }) => domain === there.chain.domain)?.hash ?? null;

const namingSteps = (pair: Pair, draft: CashDraft): readonly CashCreationStep[] => {
  const { here, there } = pair;
  const areCreated = here.kept?.isCreated === true && there.kept?.isCreated === true;
  const planned = isKnown(here) ? plannedOf(here, draft) : null;
  const [name, test]: readonly (PlannedCashCall | null)[] =
    planned === null || there.kept === null
      ? [null, null]
      : testCalls(planned, { ...there.chain, portfolio: there.kept.portfolio });
  return [
    stepOf(here, name ?? unknownCall('test', 'name'), {
      title: `Name ${there.chain.name} on ${here.chain.name}`,
      effects: [
        `Your portfolio on ${there.chain.name} is named: ${there.kept?.portfolio ?? 'it isn’t there yet'}.`,
        'Nothing can go there before it was tested and opened.',
      ],
      isDone: isNamed(pair),
      waits: areCreated ? null : 'Both portfolios come first.',
      to: there.chain,
    }),
    stepOf(here, test ?? unknownCall('test', 'test'), {
      title: `Send 1 USDC from ${here.chain.name} to ${there.chain.name}`,
      effects: [
        `1 USDC of the portfolio on ${here.chain.name} is burnt, to be minted on ${there.chain.name}.`,
      ],
      isDone: isTested(pair),
      waits: isNamed(pair) ? null : BEFORE,
      to: there.chain,
    }),
  ];
};

const mintStep = (pair: Pair, attested: AttestedTests): CashCreationStep => {
  const { here, there } = pair;
  const burn = burnIn(pair);
  const told = burn === null ? undefined : attested.get(burn);
  const data = told === undefined ? null : mintCalldata(told);
  const call = data === null ? null : { to: there.chain.transmitter, data, valueWei: 0n };
  return stepOf(
    there,
    { step: 'test', kind: 'mint', call },
    {
      title: `Receive 1 USDC on ${there.chain.name} from ${here.chain.name}`,
      effects: [`1 USDC is minted to your portfolio on ${there.chain.name}. Anybody may do this.`],
      isDone: hasArrived(pair),
      waits: !isTested(pair)
        ? BEFORE
        : told === undefined
          ? 'Circle has not attested it yet: that takes about a quarter of an hour from a main net.'
          : null,
      to: here.chain,
    },
  );
};

const openWaits = (pair: Pair, nowSeconds: number): string | null => {
  if (!isTested(pair)) return BEFORE;
  if (!hasArrived(pair)) return `Its dollar has not arrived on ${pair.there.chain.name} yet.`;
  const from = (siblingIn(pair)?.testedAt ?? 0) + TEST_AGE_SECONDS;
  return nowSeconds >= from ? null : `From ${formatUtcTime(from)} UTC on, an hour after its test.`;
};

const openStep = (pair: Pair, draft: CashDraft, nowSeconds: number): CashCreationStep => {
  const { here, there } = pair;
  const planned = isKnown(here) ? plannedOf(here, draft) : null;
  const open =
    planned === null || there.kept === null
      ? null
      : openCall(planned, { ...there.chain, portfolio: there.kept.portfolio });
  return stepOf(here, open ?? unknownCall('open', 'open'), {
    title: `Open ${here.chain.name} to ${there.chain.name}`,
    effects: [`For 90 days USDC may go to your portfolio on ${there.chain.name}, within the limits.`],
    isDone: isTested(pair) && (siblingIn(pair)?.openUntil ?? 0) > (here.kept?.nowSeconds ?? 0),
    waits: openWaits(pair, nowSeconds),
    to: there.chain,
  });
};

export type CashSurroundings = {
  readonly chains: readonly CashCreationChain[];
  readonly attested: AttestedTests;
  /** The browser's; a chain that is ahead of it counts. */
  readonly nowSeconds: number;
};

/** Every step of a creation over its chains, in the order of the command that prints them, as the chains were seen last. */
export const cashCreationSteps = (
  draft: CashDraft,
  { chains, attested, nowSeconds }: CashSurroundings,
): readonly CashCreationStep[] => {
  const places = chainIdsOf(draft).flatMap((id): readonly Place[] => {
    const chain = chains.find((one) => one.id === id);
    return chain === undefined ? [] : [{ chain, kept: keptOf(draft, id), units: unitsOn(draft, id) }];
  });
  const pairs = places.flatMap((here) =>
    places.flatMap((there) => (there === here ? [] : [{ here, there }])),
  );
  const latest = Math.max(nowSeconds, ...places.map(({ kept }) => kept?.nowSeconds ?? 0));
  return [
    ...places.flatMap((place) => creationSteps(place, draft)),
    ...pairs.flatMap((pair) => namingSteps(pair, draft)),
    ...pairs.map((pair) => mintStep(pair, attested)),
    ...pairs.map((pair) => openStep(pair, draft, latest)),
  ];
};

/** The step to be done now: one of the chain that the wallet is on, before one that it has to be switched for. Null: none can be done. */
export const nextCashStep = (
  steps: readonly CashCreationStep[],
  chainId: number,
): CashCreationStep | null => {
  const ready = steps.filter(({ isDone, waits }) => !isDone && waits === null);
  const unseen = steps.find(({ kind, call }) => kind === 'allow' && call === null);
  return ready.find((one) => one.chainId === chainId) ?? ready[0] ?? unseen ?? null;
};
