import type { OptimizedDto, OptimizeVaultDto } from '../../lib/api/optimize.ts';
import { explainCash } from '../../lib/cash/explain-cash.ts';
import { type GasTold, MOVE_GAS } from '../../lib/cash/move-gas.ts';
import {
  gasOfMoves,
  type OptimizeStrategy,
  type Outlay,
  optimizeCash,
} from '../../lib/cash/optimize-cash.ts';
import type { OptimizeChain, OptimizeRequest, OptimizeVault } from '../../lib/cash/optimize-snapshot.ts';
import { EXPECTED_IN_WORDS } from '../../lib/cash/vault-outlook.ts';
import { compoundedE18Down } from '../../lib/cash/year-rate.ts';
import { formatDecimal } from '../../lib/money/fixed-point.ts';

import {
  type CashNames,
  moveDto,
  percentOf,
  percentOfBps,
  riskDtos,
  toldDto,
  usd,
  voteDto,
} from './cash-dtos.ts';

/** A chain as it was asked: with who wrote its vaults, and why its gas is not known. */
export type AskedChain = Omit<OptimizeChain, 'vaults'> & {
  readonly noGas: string | null;
  readonly vaults: readonly (OptimizeVault & { readonly protocol: string })[];
};

export type LeftOut = OptimizedDto['leftOut'][number];

export type Asked = Omit<OptimizeRequest, 'chains'> & {
  readonly strategy: OptimizeStrategy;
  readonly chains: readonly AskedChain[];
  readonly leftOut: readonly LeftOut[];
};

const FORMULAS = {
  expected: `Of each vault, ${EXPECTED_IN_WORDS}; lowered by our own share of the market; weighed by what is placed, USDC on hand at 0. APY = e^rate − 1.`,
  risk: 'Of each vault, the largest known of: its fall of value locked in a week, its utilisation, our share of it, each as a part of the profile’s limit; weighed by what is placed. 100 = at the limit.',
  costs: `(Gas of each move: deposit ${MOVE_GAS.deposit}, redemption ${MOVE_GAS.redeem}, burn ${MOVE_GAS.burn}, mint ${MOVE_GAS.mint}, measured on our contracts and rounded up; × the node’s gas price; + where a chain charges for a move’s bytes the most that its oracle says of them) × the native coin’s price by its feed.`,
  plan: 'The decision that a portfolio of this profile would make now with nothing used of its limits: three scorers (yield, risk, coordinator), a shift is taken when none says stay.',
} as const;

const namesOf = (chains: readonly AskedChain[]): CashNames => {
  const chainOf = (chainId: number) => chains.find((chain) => chain.chainId === chainId);
  return {
    chain: (chainId) => chainOf(chainId)?.name ?? `chain ${chainId}`,
    vault: (chainId, vault) => chainOf(chainId)?.vaults.find((one) => one.vault === vault)?.name ?? vault,
  };
};

type Shown = { readonly asked: Asked; readonly optimized: ReturnType<typeof optimizeCash> };

/** Why nothing can be expected: said where no vault has what a decision needs. */
const noRate = ({ optimized: { decision } }: Shown): string | null => {
  const { vaults } = decision;
  if (vaults.length === 0) return 'No vault is listed on these chains.';
  const isKnown = vaults.some(({ reason }) => reason === null || !reason.startsWith('rate-'));
  if (isKnown) return null;
  const [first] = vaults;
  return `No vault has rates that may be used: ${first?.name}: ${first?.detail ?? 'its rate is not known'}.`;
};

const UNKNOWN_RATE = 'A vault of it has no rate that may be used.';

const expectedDto = (outlay: Outlay, shown: Shown): OptimizedDto['expected'] => {
  const none = outlay.strategy === 'on-hand' ? null : noRate(shown);
  const rateE18 = none === null ? outlay.rateE18 : null;
  if (rateE18 === null)
    return { apyPercent: null, ratePercent: null, yearUsd: null, why: none ?? UNKNOWN_RATE };
  return {
    apyPercent: percentOf(compoundedE18Down(rateE18)),
    ratePercent: percentOf(rateE18),
    yearUsd: usd((shown.asked.amountUnits * rateE18) / 10n ** 18n),
    why: null,
  };
};

const scoreOf = ({ riskBps }: Outlay): number | null => (riskBps === null ? null : Math.ceil(riskBps / 100));

const dataFeesDto = (told: GasTold | null): OptimizedDto['costs']['chains'][number]['dataFeesWei'] => {
  if (told === null || told.dataFeesWei === null) return null;
  const { deposit, redeem, burn, mint } = told.dataFeesWei;
  return { deposit: `${deposit}`, redeem: `${redeem}`, burn: `${burn}`, mint: `${mint}` };
};

const costsDto = ({ moves }: Outlay, { asked }: Shown): OptimizedDto['costs'] => {
  const gas = gasOfMoves(moves, asked.chains);
  const crosses = moves.some(({ kind }) => kind === 'bridge');
  const noGas =
    gas === null ? 'The gas of a chain is not known, and none of it is counted in the plan.' : null;
  const noFee = crosses ? 'What Circle charges is asked when a transfer begins.' : null;
  return {
    gasUsd: gas === null ? null : usd(gas),
    transferFeeUsd: crosses ? null : '0',
    why: noGas === null && noFee === null ? null : [noGas, noFee].filter((one) => one !== null).join(' '),
    chains: asked.chains.map(({ chainId, name: chainName, gas: told, noGas: why }) => ({
      ...{ chainId, chainName, why: told === null ? (why ?? 'nobody tells') : null },
      gasPriceWei: told === null ? null : `${told.gasPriceWei}`,
      dataFeesWei: dataFeesDto(told),
      nativeUsd: told === null ? null : formatDecimal(told.nativeUsdE18, 18),
      source: told === null ? null : 'the chain’s node and feed',
      atSeconds: told?.atSeconds ?? null,
      ageSeconds: told === null ? null : Math.max(asked.nowSeconds - told.atSeconds, 0),
    })),
  };
};

const planDto = (outlay: Outlay, { asked, optimized }: Shown): OptimizedDto['plan'] => {
  const { plan, votes } = optimized.decision;
  const isOurs = outlay.strategy === 'never-worse';
  const names = namesOf(asked.chains);
  const words = {
    'never-worse': explainCash(optimized.decision).why,
    'highest-promised': 'All of it where most is promised now, whatever that is worth.',
    'on-hand': 'Nothing is moved.',
  } as const;
  return {
    kind: outlay.moves.length > 0 ? 'move' : 'stay',
    reason: isOurs && plan.kind === 'stay' ? plan.stay.reason : null,
    why: words[outlay.strategy],
    moves: outlay.moves.map((move) => moveDto(move, names)),
    onHandUsd: usd(outlay.onHandUnits),
    votes: isOurs ? votes.map(voteDto) : [],
  };
};

const vaultDtos = ({ placed }: Outlay, { asked, optimized }: Shown): OptimizeVaultDto[] => {
  const { nowSeconds } = asked;
  const rate = (missing: string) => ({ text: percentOf, missing });
  return asked.chains.flatMap(({ chainId, name: chainName, vaults }) =>
    vaults.map(({ vault, name, protocol, known }) => {
      const own = placed.find(
        ({ outlook }) => outlook.chain.chainId === chainId && outlook.vault.vault === vault,
      );
      const verdict = optimized.decision.vaults.find((one) => one.chainId === chainId && one.vault === vault);
      const units = own?.units ?? 0n;
      const market = {
        tvlUnits: known.tvl?.value ?? null,
        tvlWeekAgoUnits: known.tvlWeekAgo?.value ?? null,
        utilisationE18: known.utilisation?.value ?? null,
        heldUnits: units,
      };
      const expected = verdict?.expectedE18 ?? null;
      return {
        ...{ chainId, chainName, vault, name, protocol, amountUsd: usd(units) },
        expectedPercent: expected === null || verdict?.reason === 'rate-missing' ? null : percentOf(expected),
        paidNowPercent: toldDto(known.now, nowSeconds, rate('nobody tells what it pays')),
        paidDayPercent: toldDto(known.day, nowSeconds, rate('its growth is not known over a day')),
        paidMonthPercent: toldDto(known.month, nowSeconds, rate('its growth is not known over thirty days')),
        promisedPercent: toldDto(known.promised, nowSeconds, rate('nobody tells what it promises')),
        valueLockedUsd: toldDto(known.tvl, nowSeconds, { text: usd, missing: 'nobody tells what it holds' }),
        valueLockedWeekAgoUsd: toldDto(known.tvlWeekAgo, nowSeconds, {
          text: usd,
          missing: 'nobody tells what it held a week ago',
        }),
        utilisationPercent: toldDto(
          known.utilisation,
          nowSeconds,
          rate('nobody tells how much of it is lent out'),
        ),
        risks: riskDtos(market, optimized.policy),
        reason: verdict?.reason ?? null,
        why: verdict?.detail ?? null,
      };
    }),
  );
};

const limitsDto = ({ asked, optimized: { policy } }: Shown): OptimizedDto['limits'] => {
  const names = namesOf(asked.chains);
  const shown = policy.chainCaps.filter((cap) => asked.chains.some(({ chainId }) => chainId === cap.chainId));
  return {
    chains: shown.map(({ chainId, capBps }) => ({
      ...{ chainId, chainName: names.chain(chainId), mostPercent: percentOfBps(capBps) },
    })),
    vaultMostPercent: percentOfBps(policy.vaultCapBps),
    onHandLeastPercent: percentOfBps(policy.bufferBps),
    marketShareMostPercent: percentOfBps(policy.marketShareBpsMax),
    valueFallMostPercent: percentOfBps(policy.tvlFallBpsMax),
    utilisationMostPercent: percentOfBps(policy.utilisationBpsMax),
    costMostPercent: percentOfBps(policy.costBpsMax),
  };
};

/** What an amount of USDC would do, with formula, inputs, sources and ages. Pure. */
export const optimizedDtoOf = (asked: Asked): OptimizedDto => {
  const optimized = optimizeCash(asked);
  const shown: Shown = { asked, optimized };
  const chosen = optimized.outlays.find(({ strategy }) => strategy === asked.strategy);
  if (chosen === undefined) throw new Error(`no strategy ${asked.strategy}`);
  const score = scoreOf(chosen);
  return {
    dryRun: true,
    decidedAtSeconds: asked.nowSeconds,
    cashVersion: optimized.decision.cashVersion,
    ...{ amountUsd: usd(asked.amountUnits), riskTolerance: asked.profile, strategy: asked.strategy },
    expected: expectedDto(chosen, shown),
    risk: { score, why: score === null ? 'Nobody tells any risk of a vault of it.' : null },
    plan: planDto(chosen, shown),
    costs: costsDto(chosen, shown),
    compared: optimized.outlays.map((outlay) => ({
      ...{ strategy: outlay.strategy, expected: expectedDto(outlay, shown), riskScore: scoreOf(outlay) },
    })),
    limits: limitsDto(shown),
    vaults: vaultDtos(chosen, shown),
    leftOut: [...asked.leftOut],
    formulas: FORMULAS,
  };
};
