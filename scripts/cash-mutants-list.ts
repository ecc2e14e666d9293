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
    ['market-share-forgotten', 'shift-room.ts', 'smaller(theirs, market)', 'theirs'],
    ['contract-cap-forgotten', 'shift-room.ts', 'smaller(theirs, market)', 'market'],
    ['chain-cap-forgotten', 'shift-room.ts', "limit(chainRoom(pair, look, holdings), 'exposure-full');", ''],
  ],
  'stays within the budgets of every contract': [
    ['turnover-charged-once', 'shift-room.ts', 'redeems && !isCrossing(pair) ? 2n : 1n', '1n'],
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
    ['way-back-in-one-part', 'weigh-shifts.ts', 'easedTo(7n * E18, 2n * E18,', 'easedTo(E18, E18,'],
    ['way-back-never-eased', 'weigh-shifts.ts', 'easedTo(7n * E18, 2n * E18,', 'easedTo(7n * E18, 7n * E18,'],
    ['way-back-here-once', 'weigh-shifts.ts', 'easedTo(12n * E18, 3n * E18,', 'easedTo(E18, E18,'],
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
    [
      'home-worth-nothing',
      'weigh-shifts.ts',
      'toE18 + homeE18(pair, look.snapshot) > fromE18',
      'toE18 > fromE18',
    ],
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
  'of what may be lost should the anchor jump': [
    [
      'loss-forgotten',
      'shift-room.ts',
      "limit(lossRoom(pair, look, holdings) ?? room.units, 'lead-too-small');",
      'void lossRoom;',
    ],
    ['all-of-a-lead-bet', 'loss-budget.ts', 'mulDivDown(leadE18, BET_OF_LEAD_E18, E18)', 'leadE18'],
    ['lost-lead-forgotten', 'loss-budget.ts', ': leadE18);', ': 0n);'],
  ],
  'of what may be lost by half as much': [
    ['abroad-as-at-home', 'loss-budget.ts', 'const ABROAD_TIMES = 2n;', 'const ABROAD_TIMES = 1n;'],
    ['abroad-uncounted', 'loss-budget.ts', '+ abroadE18 * abroad +', '+'],
  ],
  'of what may be lost from beside the anchor': [
    [
      'beside-it-free-to-cross',
      'loss-budget.ts',
      '(isAbroad && isHomeChain(snapshot, pair.from.chain))',
      'false',
    ],
    ['beside-it-from-nothing', 'loss-budget.ts', 'abroadE18 - hereE18', 'abroadE18'],
    ['away-uncounted', 'loss-budget.ts', 'hereE18 * away + ', ''],
  ],
  'of what may be lost with the gas of the journey': [
    ['journey-free', 'loss-budget.ts', ' + E18 * journeyUnits(pair, look, isAbroad)', ''],
    ['journey-one-part-home', 'loss-budget.ts', 'const PARTS_HOME = 7n;', 'const PARTS_HOME = 1n;'],
    [
      'journey-here-one-way',
      'loss-budget.ts',
      '2n * wayGasUnits(to.chain, to.chain)',
      'wayGasUnits(to.chain, to.chain)',
    ],
  ],
  'of what may be lost by how far its curve': [
    [
      'curve-forgotten',
      'loss-budget.ts',
      'if (curve === null || utilisationE18 === null)',
      'if (utilisationE18 !== -1n)',
    ],
    ['no-least-rise', 'loss-budget.ts', 'larger(rise, LEAST_RISE_E18)', 'larger(rise, 1n)'],
  ],
  'of a bridge budget once the moves before': [
    [
      'bridged-to-the-last-unit',
      'cash-holdings.ts',
      'mulDivDown(chargedFromUnits(value, chain), chain.bridgeLeftE18, E18)',
      'mulDivDown(value, chain.bridgeLeftE18, E18)',
    ],
  ],
  'of a turnover whose last unit': [
    [
      'turnover-to-the-last-unit',
      'shift-room.ts',
      'return mulDivDown(free, chargedFromUnits(value, chain), value) / charges;',
      'return free / charges;',
    ],
    ['all-at-once-made-less', 'shift-room.ts', 'value === 0n || free >= charges * value', 'value === 0n'],
  ],
  'of a part of the anchor': [
    ['part-filled-beyond-its-share', 'shift-room.ts', 'smaller(ours, shareRoom(pair, look, held))', 'ours'],
    [
      'left-over-left-alone',
      'shift-room.ts',
      'share.shareBps + Math.max(BPS_WHOLE - placed, 0)',
      'share.shareBps',
    ],
  ],
  'is silence': [
    ['silence-unheard', 'vault-outlook.ts', '>= DAY_SECONDS', '>= 100 * DAY_SECONDS'],
    ['silent-anchor-left-alone', 'weigh-shifts.ts', 'fears && pair.to.silent', 'false'],
    ['silent-vault-trusted', 'weigh-shifts.ts', 'fears && source?.silent === true', 'false'],
    ['silence-feared-with-a-lead', 'weigh-shifts.ts', '&& easeE18(snapshot.leadE18) < E18', ''],
    ['silence-feared-across', 'weigh-shifts.ts', '!isCrossing(pair) && easeE18', 'easeE18'],
    ['silence-left-by', 'shift-room.ts', '(source.silent || to.silent)', '(1 > 2)'],
  ],
  'is seen by its month across chains': [
    ['far-as-here', 'weigh-shifts.ts', 'toE18: to.goFarE18', 'toE18: to.goE18'],
    [
      'far-never-eased',
      'vault-outlook.ts',
      'easedTo(NOW_PARTS_FAR_E18, NOW_PARTS_E18, ease)',
      'NOW_PARTS_FAR_E18',
    ],
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
    ['spike-believed', 'vault-outlook.ts', 'SPIKE_PARTS * (nowE18 - lasting)', '11n * (nowE18 - lasting)'],
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
  'of how much may leave the anchor: a trial part': [
    [
      'trial-forgotten',
      'cash-holdings.ts',
      'isProven(snapshot, policy) ? valueUnits',
      'policy.provenLeadBps >= 0 ? valueUnits',
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
