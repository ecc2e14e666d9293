import type { EngineMutant } from './engine-mutants-list.ts';

type Bugs = Readonly<
  Record<string, readonly (readonly [name: string, file: string, from: string, to: string])[]>
>;

/** The property tests of the decision on cash by their titles, each with the bugs it must see. */
const BUGS: Bugs = {
  'moves what is there, once': [
    ['redeems-more-than-the-queue-pays', 'shift-room.ts', 'smaller(held, redeemableUnits - taken)', 'held'],
  ],
  'keeps every exposure within its limit': [
    [
      'vault-cap-forgotten',
      'shift-room.ts',
      'bpsOfDown(valueUnits, policy.vaultCapBps) - held',
      'valueUnits',
    ],
    [
      'market-share-forgotten',
      'shift-room.ts',
      'smaller(ours, smaller(theirs, market))',
      'smaller(ours, theirs)',
    ],
    [
      'contract-cap-forgotten',
      'shift-room.ts',
      'smaller(ours, smaller(theirs, market))',
      'smaller(ours, market)',
    ],
    ['chain-cap-forgotten', 'shift-room.ts', "limit(chainRoom(pair, look, holdings), 'exposure-full');", ''],
  ],
  'stays within the budgets of every contract': [
    ['turnover-charged-once', 'shift-room.ts', 'redeems ? free / 2n', 'redeems ? free'],
    ['bridge-bucket-forgotten', 'shift-room.ts', 'smaller(bridgeLeftUnits, byLoss)', 'byLoss'],
    [
      'turnover-not-used-up',
      'cash-holdings.ts',
      '    turnoverLeftUnits -= units;\n  }\n  const hasBridged',
      '  }\n  const hasBridged',
    ],
    ['bridges-twice-a-look', 'cash-holdings.ts', 'source.hasBridged || isCrossing', 'source.hasBridged'],
  ],
  'bridges only where the way is open': [
    ['overdue-forgotten', 'shift-room.ts', 'dueAtSeconds < nowSeconds', 'false'],
  ],
  'waits out every cooldown': [
    ['cooldown-forgotten', 'shift-room.ts', 'since === null || nowSeconds - since >= seconds', 'true'],
    [
      'paused-forgotten',
      'shift-room.ts',
      "return chain.paused ? { reason: 'paused', detail: chain.name } : null;",
      'return null;',
    ],
    ['lagging-forgotten', 'shift-room.ts', 'if (chain.lagging)', 'if (false)'],
  ],
  'puts nothing where a rate is missing': [
    [
      'doubt-forgotten',
      'vault-outlook.ts',
      ': { spotE18: RATE_DOUBTED_E18, refusal };',
      ': { spotE18: told, refusal: null };',
    ],
    ['frozen-rate-moves-out', 'shift-room.ts', 'if (source.spotE18 === null)', 'if (false)'],
    ['vault-fault-forgotten', 'vault-outlook.ts', 'fault ?? refusal ?? missing', 'refusal ?? missing'],
    [
      'risk-forgotten',
      'scorers.ts',
      'pair.to.risky === null || isAnchor(snapshot, pair.to);',
      'true || snapshot.halted;',
    ],
  ],
  'moves no little': [['way-back-unpaid', 'weigh-shifts.ts', 'gasUnits(pair) + homeUnits', 'gasUnits(pair)']],
  'moves for a gain alone': [
    [
      'any-gain-taken',
      'scorers.ts',
      'netUnits(candidate) >= candidate.shift.neededUnits',
      'candidate !== null',
    ],
    [
      'one-vote-enough',
      'scorers.ts',
      'isWorth(candidate) && isOpen(candidate, look) && isLarge(candidate, look) && isCheap(candidate, look)',
      'isWorth(candidate) || isOpen(candidate, look) || isLarge(candidate, look) || isCheap(candidate, look)',
    ],
  ],
  'keeps its buffer on hand': [
    ['buffer-forgotten', 'cash-holdings.ts', 'all - bpsOfDown(valueUnits, bufferBps)', 'all'],
  ],
  'is the same whatever order': [
    ['chains-as-told', 'decide-cash.ts', '.toSorted((one, other) => one.chainId - other.chainId)', ''],
    ['halt-forgotten', 'decide-cash.ts', 'if (snapshot.halted)', 'if (false)'],
  ],
};

/** What random cash seldom comes near: the limits at their edge, by the titles of their tests. */
const BUGS_AT_EDGES: Bugs = {
  'pays the way back before it leaves': [
    ['way-back-in-one-part', 'weigh-shifts.ts', 'easedTo(7n * E18, 3n * E18,', 'easedTo(E18, E18,'],
    ['way-back-never-eased', 'weigh-shifts.ts', 'easedTo(7n * E18, 3n * E18,', 'easedTo(7n * E18, 7n * E18,'],
  ],
  'asks less of what leaves': [
    ['ease-without-a-lead', 'lead-ease.ts', 'larger(leadE18, 0n)', 'EASED_LEAD_E18'],
    [
      'ease-without-an-end',
      'lead-ease.ts',
      'smaller(larger(leadE18, 0n), EASED_LEAD_E18)',
      'larger(leadE18, 0n)',
    ],
    [
      'crossing-never-eased',
      'weigh-shifts.ts',
      'uneasedUp(bps(policy.crossGainBps), ease)',
      'bps(policy.crossGainBps)',
    ],
  ],
  'pays something for being at home': [
    ['home-worth-nothing', 'weigh-shifts.ts', 'toE18 + homeE18(pair, snapshot) > fromE18', 'toE18 > fromE18'],
    [
      'home-across-as-here',
      'weigh-shifts.ts',
      'from.chain.chainId === to.chain.chainId ? HOME_HERE_E18 : HOME_CROSS_E18',
      'HOME_HERE_E18',
    ],
  ],
  'counts how much longer': [
    ['way-home-of-a-side-forgotten', 'shift-room.ts', "if (kind !== 'side') return 0n;", 'return 0n;'],
  ],
  'of what may be on chains': [
    ['abroad-forgotten', 'shift-room.ts', "limit(abroadRoom(pair, look, holdings), 'lead-too-small');", ';'],
  ],
  'of a turnover that what is on its way': [
    ['arrivals-turnover-spent', 'shift-room.ts', 'larger(turnoverLeftUnits - kept, 0n)', 'turnoverLeftUnits'],
  ],
  'the way home is open': [
    [
      'home-closed',
      'scorers.ts',
      'pair.to.risky === null || isAnchor(snapshot, pair.to);',
      'pair.to.risky === null || snapshot.halted;',
    ],
    [
      'arrived-left-idle',
      'weigh-shifts.ts',
      'one.refusal === null && isAnchor',
      'one.risky === null && isAnchor',
    ],
  ],
  'is expected to pay little of what a spike pays': [
    ['spike-believed', 'vault-outlook.ts', '3n * (nowE18 - lasting)', '11n * (nowE18 - lasting)'],
  ],
  'of the daily budgets': [
    ['fee-of-a-bridge-uncharged', 'shift-room.ts', 'smaller(bridgeLeftUnits, byLoss)', 'bridgeLeftUnits'],
  ],
  'of the way to another chain': [
    ['closed-way-taken', 'shift-room.ts', 'sibling.openUntilSeconds <= nowSeconds', 'false'],
  ],
  'of what a move across chains must be at least': [
    [
      'least-bridge-forgotten',
      'shift-room.ts',
      'isCrossing(pair) ? policy.minBridgeUnits : policy.minMoveUnits',
      'policy.minMoveUnits',
    ],
    [
      'cost-share-forgotten',
      'scorers.ts',
      'candidate.shift.costUnits <= costUnitsMax(candidate, look)',
      'candidate.shift.costUnits <= costUnitsMax(candidate, look) || true',
    ],
  ],
  'of how much may leave the anchor': [
    ['lead-forgotten', 'cash-holdings.ts', 'room >= full ? valueUnits :', 'room >= 0n ? valueUnits :'],
    [
      'trial-forgotten',
      'cash-holdings.ts',
      'return isProven(snapshot, policy) ? allowed',
      'return true ? allowed',
    ],
  ],
};

const planted = (test: string, bugs: Bugs): readonly EngineMutant[] =>
  Object.entries(bugs).flatMap(([title, each]) =>
    each.map(([name, file, from, to]) => ({
      ...{ name, file, from, to, folder: 'cash' },
      test: `${test} ${title}`,
    })),
  );

/** Bugs to plant in the decision on cash. */
export const CASH_MUTANTS: readonly EngineMutant[] = [
  ...planted('decide-cash.property.test.ts', BUGS),
  ...planted('decide-cash.test.ts', BUGS_AT_EDGES),
];
