/** From the least to the most, drawn evenly. */
export type Between = readonly [least: number, most: number];

/** What a made-up year of lending rates is drawn from. Rates are shares a year, times are days, "a year" counts events of one vault. */
export type SimulationParameters = {
  readonly days: number;
  /** Of one world; the first three stand on three chains. */
  readonly vaults: Between;
  /** Demand for loans that all vaults share: how high it is drawn to, and how long a regime lasts in the mean. */
  readonly regimes: readonly { readonly name: string; readonly demand: number; readonly days: number }[];
  readonly demandHalfLife: number;
  readonly demandShock: number;
  /** How much of the shared demand a vault feels. */
  readonly beta: Between;
  /** What borrowers pay at the kink, and how much more at a utilisation of all. */
  readonly slope: Between;
  readonly steep: Between;
  readonly kink: Between;
  readonly reserve: Between;
  /** How far below its kink a vault is at home. */
  readonly belowKink: Between;
  /** A vault's own wandering, as the logarithm of its odds of being lent out. */
  readonly ownHalfLife: Between;
  readonly ownSpread: Between;
  /** Within a day, around the day's own utilisation: what is promised at one moment. */
  readonly momentSpread: number;
  readonly spikesPerYear: number;
  readonly spike: Between;
  readonly spikeHalfLife: Between;
  /** Its slope is changed for good by up to that share, by whoever governs it. */
  readonly changesPerYear: number;
  readonly change: number;
  readonly rewardsPerYear: number;
  readonly reward: Between;
  readonly rewardDays: Between;
  readonly rewardHalfLife: Between;
  /** Share of the rewards that the share price shows; the rest is only promised. */
  readonly rewardCompounded: number;
  /** Powers of ten of USDC. */
  readonly tvl: Between;
  readonly tvlShock: number;
  /** A flight of depositors: what is left each day, how long, and what part of them ends in a loss that all bear. */
  readonly runsPerYear: number;
  readonly runLeft: Between;
  readonly runDays: Between;
  readonly runLossChance: number;
  readonly runLossBps: Between;
  /** Losses that nothing announces: nobody can leave before them, so they are a set of their own. */
  readonly suddenLossesPerYear: number;
  readonly suddenLossBps: Between;
  /** A source is silent for some days, of one vault or of all. */
  readonly silencesPerYear: number;
  readonly silenceDays: Between;
  readonly commonSilencesPerYear: number;
  /** A source tells nonsense for a day. */
  readonly nonsensePerYear: number;
};

/** The world of the back-test. Of the size that lending rates of USDC had; no forecast. */
export const SIMULATION: SimulationParameters = {
  days: 400,
  vaults: [4, 8],
  regimes: [
    { name: 'calm', demand: -0.7, days: 50 },
    { name: 'usual', demand: 0, days: 60 },
    { name: 'hot', demand: 0.9, days: 25 },
  ],
  demandHalfLife: 8,
  demandShock: 0.12,
  beta: [0.3, 1.2],
  slope: [0.045, 0.095],
  steep: [0.1, 0.4],
  kink: [0.8, 0.92],
  reserve: [0.1, 0.2],
  belowKink: [0.01, 0.14],
  ownHalfLife: [4, 30],
  ownSpread: [0.1, 0.5],
  momentSpread: 0.05,
  spikesPerYear: 4,
  spike: [0.4, 1.8],
  spikeHalfLife: [1, 5],
  changesPerYear: 1,
  change: 0.35,
  rewardsPerYear: 1.5,
  reward: [0.005, 0.06],
  rewardDays: [14, 60],
  rewardHalfLife: [10, 40],
  rewardCompounded: 0.5,
  tvl: [6.7, 9.2],
  tvlShock: 0.02,
  runsPerYear: 0.15,
  runLeft: [0.88, 0.95],
  runDays: [8, 20],
  runLossChance: 0.5,
  runLossBps: [5, 80],
  suddenLossesPerYear: 0,
  suddenLossBps: [5, 80],
  silencesPerYear: 3,
  silenceDays: [1, 5],
  commonSilencesPerYear: 1,
  nonsensePerYear: 0.5,
};

/** The same world with losses that nothing announces: told beside it, since no way of choosing can see them. */
export const SUDDEN_LOSSES: SimulationParameters = { ...SIMULATION, suddenLossesPerYear: 0.1 };

/** The 200 worlds. Parameters of the decision are chosen by the odd ones alone; the even ones say what came of it. */
export const SIMULATION_SEEDS: readonly number[] = Array.from({ length: 200 }, (_, index) => 18_001 + index);
