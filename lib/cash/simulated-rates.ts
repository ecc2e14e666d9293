import { normal, seededRandom } from '../prices/simulated-market.ts';
import { DAY_SECONDS } from '../time/utc.ts';
import type { RateCurve } from './rate-curve.ts';
import type { RateHistory, RatePoint, VaultKey } from './rate-history.ts';
import { type Between, SIMULATION, type SimulationParameters } from './simulated-parameters.ts';

/** What is true of a vault, day by day, and what its source tells of that. */
export type SimulatedVault = {
  readonly key: VaultKey;
  readonly curve: RateCurve;
  /** One point a day, without a hole. */
  readonly truth: readonly RatePoint[];
  /** The same with silences and nonsense. */
  readonly told: RateHistory;
};

/** 2025-01-01, 00:00 UTC. */
const START_SECONDS = 1_735_689_600;
const YEAR_DAYS = 365;
/** Ethereum, Base, Arbitrum. */
const CHAINS = [1, 8_453, 42_161] as const;

type Dice = {
  readonly random: () => number;
  readonly between: (range: Between) => number;
  /** Whether something that comes so often a year comes today. */
  readonly today: (perYear: number) => boolean;
};

const diceOf = (seed: number): Dice => {
  const random = seededRandom(seed);
  return {
    random,
    between: ([least, most]) => least + (most - least) * random(),
    today: (perYear) => random() < perYear / YEAR_DAYS,
  };
};

/** What is left of something after a day. */
const keptADay = (halfLifeDays: number): number => 0.5 ** (1 / halfLifeDays);

const odds = (share: number): number => Math.log(share / (1 - share));
const shareOf = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

const share = (value: number): bigint => BigInt(Math.round(value * 1e9)) * 10n ** 9n;

/** Demand for loans that all vaults share, day by day. */
const commonDemand = (dice: Dice, parameters: SimulationParameters): readonly number[] => {
  const { regimes, days, demandHalfLife, demandShock } = parameters;
  const kept = keptADay(demandHalfLife);
  let regime = Math.floor(dice.random() * regimes.length);
  let demand = regimes[regime]?.demand ?? 0;
  return Array.from({ length: days }, () => {
    const now = regimes[regime];
    if (now !== undefined && dice.random() < 1 / now.days)
      regime = (regime + 1 + Math.floor(dice.random() * (regimes.length - 1))) % regimes.length;
    const home = regimes[regime]?.demand ?? 0;
    demand = home + (demand - home) * kept + demandShock * normal(dice.random);
    return demand;
  });
};

/** What changes of a vault from day to day. */
type VaultState = {
  slope: number;
  own: number;
  spike: number;
  spikeKept: number;
  reward: number;
  rewardKept: number;
  rewardDaysLeft: number;
  isCompounded: boolean;
  tvl: number;
  runDaysLeft: number;
  runLeft: number;
  price: number;
  silentDaysLeft: number;
};

/** What stays of it. */
type VaultNature = {
  readonly kink: number;
  readonly steep: number;
  readonly reserve: number;
  readonly home: number;
  readonly beta: number;
  readonly ownKept: number;
  readonly ownShock: number;
};

const natureOf = ({ between }: Dice, parameters: SimulationParameters): VaultNature => {
  const kink = between(parameters.kink);
  const ownKept = keptADay(between(parameters.ownHalfLife));
  return {
    kink,
    steep: between(parameters.steep),
    reserve: between(parameters.reserve),
    home: odds(kink - between(parameters.belowKink)),
    beta: between(parameters.beta),
    ownKept,
    ownShock: between(parameters.ownSpread) * Math.sqrt(1 - ownKept * ownKept),
  };
};

const stateOf = ({ between }: Dice, parameters: SimulationParameters): VaultState => ({
  slope: between(parameters.slope),
  own: 0,
  spike: 0,
  spikeKept: 0,
  reward: 0,
  rewardKept: 0,
  rewardDaysLeft: 0,
  isCompounded: false,
  tvl: 10 ** between(parameters.tvl),
  runDaysLeft: 0,
  runLeft: 1,
  price: 1 + between([0, 0.2]),
  silentDaysLeft: 0,
});

/** What suppliers earn a year: the curve of `rate-curve.ts`, in the numbers of a simulation. */
const supplied = ({ kink, steep, reserve }: VaultNature, slope: number, used: number): number => {
  const borrow = used <= kink ? (slope * used) / kink : slope + (steep * (used - kink)) / (1 - kink);
  return borrow * used * (1 - reserve);
};

/** What comes over a vault: spikes, rewards, changes of its terms. */
const happens = (state: VaultState, dice: Dice, parameters: SimulationParameters): void => {
  state.spike *= state.spikeKept;
  if (dice.today(parameters.spikesPerYear)) {
    state.spike += dice.between(parameters.spike);
    state.spikeKept = keptADay(dice.between(parameters.spikeHalfLife));
  }
  if (dice.today(parameters.changesPerYear)) state.slope *= 1 + parameters.change * (2 * dice.random() - 1);
  state.rewardDaysLeft -= 1;
  state.reward = state.rewardDaysLeft > 0 ? state.reward * state.rewardKept : 0;
  if (state.reward === 0 && dice.today(parameters.rewardsPerYear)) {
    state.reward = dice.between(parameters.reward);
    state.rewardKept = keptADay(dice.between(parameters.rewardHalfLife));
    state.rewardDaysLeft = Math.round(dice.between(parameters.rewardDays));
    state.isCompounded = dice.random() < parameters.rewardCompounded;
  }
};

/** Who leaves and who comes, and what those who stay lose by it, as a share. */
const flows = (state: VaultState, dice: Dice, parameters: SimulationParameters): number => {
  state.tvl *= Math.exp(parameters.tvlShock * normal(dice.random));
  let lost = 0;
  if (state.runDaysLeft > 0) {
    state.tvl *= state.runLeft;
    state.runDaysLeft -= 1;
    if (state.runDaysLeft === 0 && dice.random() < parameters.runLossChance)
      lost += dice.between(parameters.runLossBps) / 10_000;
  } else if (dice.today(parameters.runsPerYear)) {
    state.runDaysLeft = Math.round(dice.between(parameters.runDays));
    state.runLeft = dice.between(parameters.runLeft);
  }
  if (dice.today(parameters.suddenLossesPerYear)) lost += dice.between(parameters.suddenLossBps) / 10_000;
  return lost;
};

/** Log-odds that a flight adds each day, until nearly all that is left is lent out. */
const FLIGHT = 0.25;

type Place = {
  readonly nature: VaultNature;
  readonly parameters: SimulationParameters;
  readonly dice: Dice;
};

const dayOf = (state: VaultState, { nature, parameters, dice }: Place, demand: number) => {
  happens(state, dice, parameters);
  const lost = flows(state, dice, parameters);
  const pressed = state.runDaysLeft > 0 ? FLIGHT : 0;
  state.own = state.own * nature.ownKept + nature.ownShock * normal(dice.random) + pressed;
  const logOdds = nature.home + nature.beta * demand + state.own + state.spike;
  const momentary = shareOf(logOdds + parameters.momentSpread * normal(dice.random));
  const used = shareOf(logOdds);
  const compounded = state.isCompounded ? state.reward : 0;
  const paid = supplied(nature, state.slope, used) + compounded;
  state.price *= (1 + paid / YEAR_DAYS) * (1 - lost);
  return {
    paidNow: supplied(nature, state.slope, momentary) + compounded,
    promised: supplied(nature, state.slope, momentary) + state.reward,
    used,
  };
};

/** Rates that a source never meant: many digits too large, or below nothing. */
const nonsense = (point: RatePoint, dice: Dice): RatePoint => {
  const wrong = dice.random() < 0.5 ? 90n * 10n ** 16n : -(10n ** 16n);
  return { ...point, paidE18: wrong, promisedE18: wrong };
};

const simulateVault = (
  key: VaultKey,
  place: Place,
  { demand, silent }: { readonly demand: readonly number[]; readonly silent: ReadonlySet<number> },
): SimulatedVault => {
  const { nature, parameters, dice } = place;
  const state = stateOf(dice, parameters);
  const slopeAtFirst = state.slope;
  const truth: RatePoint[] = [];
  const points: RatePoint[] = [];
  for (const [day, common] of demand.entries()) {
    const { paidNow, promised, used } = dayOf(state, place, common);
    const point: RatePoint = {
      atSeconds: START_SECONDS + day * DAY_SECONDS,
      sharePriceE18: BigInt(Math.round(state.price * 1e15)) * 1_000n,
      paidE18: share(paidNow),
      promisedE18: share(promised),
      tvlUnits: BigInt(Math.round(state.tvl)) * 1_000_000n,
      utilisationE18: share(used),
    };
    truth.push(point);
    state.silentDaysLeft -= 1;
    if (dice.today(parameters.silencesPerYear))
      state.silentDaysLeft = Math.round(dice.between(parameters.silenceDays));
    const isNonsense = dice.today(parameters.nonsensePerYear);
    if (state.silentDaysLeft <= 0 && !silent.has(day))
      points.push(isNonsense ? nonsense(point, dice) : point);
  }
  const curve = {
    kinkE18: share(nature.kink),
    slopeE18: share(slopeAtFirst),
    steepE18: share(nature.steep),
    reserveE18: share(nature.reserve),
  };
  return { key, curve, truth, told: { key, source: 'simulated', points } };
};

/** Days on which the source of all vaults is silent. */
const commonSilence = (dice: Dice, parameters: SimulationParameters): ReadonlySet<number> => {
  const silent = new Set<number>();
  for (let day = 0; day < parameters.days; day += 1) {
    if (!dice.today(parameters.commonSilencesPerYear)) continue;
    const until = day + Math.round(dice.between(parameters.silenceDays));
    for (let at = day; at < until; at += 1) silent.add(at);
  }
  return silent;
};

/**
 * A made-up world of USDC vaults on three chains, day by day: shared demand in regimes, each vault's own wandering around its home,
 * utilisation that runs over a kink, spikes and rewards that fade, changes of terms, flights of depositors that may end in a loss, and a
 * source that is silent or wrong now and then. The same seed gives the same world. Whoever shows its rates must say that they are simulated.
 */
export const simulateRates = (
  seed: number,
  parameters: SimulationParameters = SIMULATION,
): readonly SimulatedVault[] => {
  const dice = diceOf(seed);
  const demand = commonDemand(dice, parameters);
  const silent = commonSilence(dice, parameters);
  const count = Math.round(dice.between(parameters.vaults));
  return Array.from({ length: count }, (_, index) => {
    const at = index < CHAINS.length ? index : Math.floor(dice.random() * CHAINS.length);
    const key = { chainId: CHAINS[at] ?? CHAINS[0], vault: `simulated-${index + 1}` };
    // Each vault has dice of its own: one that is drawn otherwise leaves the others as they are.
    const own = diceOf(Math.floor(dice.random() * 2 ** 32));
    return simulateVault(
      key,
      { nature: natureOf(own, parameters), parameters, dice: own },
      { demand, silent },
    );
  });
};
