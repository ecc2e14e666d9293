/** One bug to plant: where below lib/engine (or another room of lib that it names), what is replaced by what (found exactly once), and the test file and title that must fail for it. */
export type EngineMutant = {
  readonly name: string;
  readonly folder?: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly test: string;
};

const PROPERTIES = 'decide.property.test.ts';

/** The property tests by their titles, each with the bugs it must see. */
const BUGS: Readonly<
  Record<string, readonly (readonly [name: string, file: string, from: string, to: string])[]>
> = {
  'invents no value': [
    [
      'costs-forgotten-in-what-a-sale-returns',
      'legs.ts',
      'mulDivDown(sized.returnedUsdE18',
      'mulDivDown(sized.amounts.sellValueUsdE18',
    ],
    [
      'price-asked-rounded-down',
      'order-price.ts',
      'mulDivUp(valueUpTimesAsked, buy.unitsPerToken',
      'mulDivDown(valueUpTimesAsked, buy.unitsPerToken',
    ],
    [
      'sold-value-unfloored',
      'order-price.ts',
      'product / sell.unitsPerToken',
      'product / sell.unitsPerToken + 1n',
    ],
  ],
  'moves no asset past its target': [
    [
      'sells-past-target',
      'destination.ts',
      'const full = position.excess > 0n ? sellRoom(position, look) :',
      'const full = position.excess > 0n ? position.excess * 2n :',
    ],
    [
      'buys-past-target',
      'destination.ts',
      'if (capBps >= BPS_WHOLE) return -position.excess;',
      'if (capBps >= BPS_WHOLE) return -position.excess * 2n;',
    ],
    [
      'room-of-the-bought-not-used-up',
      'legs.ts',
      'larger(roomUsdE18 - amounts.buyValueUsdE18Up, 0n)',
      'roomUsdE18 * 3n',
    ],
  ],
  'holds after a perfect fill': [
    [
      'margin-outside-the-band',
      'destination.ts',
      '(edge * BigInt(BPS_WHOLE - destination.marginBps)) / BPS',
      '(edge * BigInt(BPS_WHOLE + destination.marginBps)) / BPS',
    ],
    [
      'way-to-go-halved',
      'destination.ts',
      '{ position, need, capacity, amount: need }',
      '{ position, need: need / 3n, capacity, amount: need / 3n }',
    ],
  ],
  'does not care in which order': [
    ['assets-as-listed', 'survey.ts', 'return [...assets].sort(byToken);', 'return assets;'],
    [
      'verdicts-as-listed',
      'verdict.ts',
      'return verdicts.sort((a, b) => (a.token < b.token ? -1 : 1));',
      'return verdicts;',
    ],
  ],
  'gives the same weights and reasons': [
    [
      'a-thousand-dollars-on-every-band',
      'triggers.ts',
      'return absolute(position.excess) >= threshold;',
      'return absolute(position.excess) >= threshold + 10n ** 29n;',
    ],
  ],
  'places no second order': [
    [
      'open-order-not-counted-where-it-leaves',
      'survey.ts',
      'if (order.sellToken === token) units -= order.remainingSellUnits;',
      '',
    ],
    ['open-order-forgotten', 'survey.ts', 'if (anyMoving) one.busy = isBusy(snapshot, asset.token);', ''],
  ],
  'holds with the reason, and no value': [
    [
      'old-price-used',
      'survey.ts',
      'ageSeconds > asset.priceAgeSecondsMax',
      'ageSeconds > asset.priceAgeSecondsMax * 10',
    ],
    [
      'price-from-the-future-used',
      'survey.ts',
      'if (ageSeconds < -AHEAD_SECONDS_MAX)',
      'if (ageSeconds < -AHEAD_SECONDS_MAX * 100)',
    ],
    ['price-of-zero-used', 'survey.ts', 'if (price.usdE18 <= 0n)', 'if (price.usdE18 < 0n)'],
    ['dispute-ignored', 'survey.ts', 'disagreementBps <= allowedBps', 'disagreementBps <= allowedBps * 2'],
    ['unpriced-counts-as-nothing', 'survey.ts', 'faults.set(asset.token, fault);', ''],
  ],
  'uses at most one leg less': [
    [
      'pairs-settled-by-halves',
      'match.ts',
      'const amount = smaller(giver.amount, taker.amount);\n  giver.amount',
      'const amount = (smaller(giver.amount, taker.amount) + 1n) / 2n;\n  giver.amount',
    ],
  ],
  'exceeds no limit': [
    [
      'slices-draw-no-daily-volume',
      'budget.ts',
      'budget.dailyUsdE18 -= smaller(leg.usdE18, budget.dailyUsdE18);',
      '',
    ],
    [
      'slices-draw-no-turnover',
      'budget.ts',
      'budget.turnoverUsdE18 -= smaller(leg.usdE18, budget.turnoverUsdE18);',
      '',
    ],
    [
      'slices-draw-no-loss',
      'budget.ts',
      'budget.lossUsdE18 -= smaller(lossUsdE18Up(leg.usdE18, leg.spreadBps), budget.lossUsdE18);',
      'return;',
    ],
    [
      'stale-one-off-spent',
      'budget.ts',
      'buckets.oneOffExpiresAtSeconds > nowSeconds ?',
      'buckets.oneOffExpiresAtSeconds > 0 ?',
    ],
    ['legs-not-counted', 'budget.ts', 'budget.legsLeft -= 1;', ''],
    [
      'maximum-trade-ignored',
      'slices.ts',
      'if (usdE18 <= maxUsdE18) return',
      'if (usdE18 <= maxUsdE18 * 2n) return',
    ],
    ['minimum-trade-ignored', 'legs.ts', 'amounts.sellValueUsdE18 >= minTradeUsdE18 ||', 'true ||'],
    ['gas-ignored', 'legs.ts', 'if (gas * BPS <= allowedTimesWhole)', 'if (gas <= allowedTimesWhole)'],
    [
      'impact-per-slice',
      'legs.ts',
      'roomUsdE18 === null ? usdE18 : smaller(usdE18, roomUsdE18)',
      'roomUsdE18 === null ? usdE18 : smaller(usdE18, roomUsdE18 * 2n)',
    ],
    ['allowance-not-drawn', 'legs.ts', 'draft.budget.allowances.set(token, left - sellUnits);', ''],
    ['weight-limit-ignored', 'destination.ts', 'if (capBps >= BPS_WHOLE)', 'if (capBps >= 3_000)'],
    [
      'lock-ignored',
      'destination.ts',
      "if (lock === (selling ? 'no-sell' : 'no-buy')) return holdNow(look, 'asset-locked');",
      '',
    ],
    [
      'cooldown-ignored',
      'destination.ts',
      'if (elapsed >= cooldownSeconds) return null;',
      'if (elapsed >= 100) return null;',
    ],
  ],
  'never throws, and holds, when any number': [
    [
      'odd-volatility-used',
      'contradiction.ts',
      '(snapshot.recentVolatilityBps === null || isBps(snapshot.recentVolatilityBps)) &&',
      '',
    ],
    ['odd-decimals-used', 'contradiction.ts', '!isWhole(decimals) ||', ''],
    ['odd-stamp-used', 'contradiction.ts', 'isWholeOrNull(asset.lastBoughtAtSeconds) &&', ''],
  ],
  'never throws for any amount': [
    [
      'divides-by-a-value-of-nothing',
      'verdict.ts',
      'const measurable = survey.navUsdE18 > 0n && survey.whole > 0n;',
      'const measurable = survey.whole > 0n;',
    ],
    ['divides-by-a-price-of-nothing', 'survey.ts', 'if (price.usdE18 <= 0n)', 'if (price.usdE18 < 0n)'],
  ],
  'is total, and what it saw': [
    [
      'looks-again-at-once',
      'hold.ts',
      'Math.max(situation.snapshot.nowSeconds + 1, Math.min(wishedAt, regularLookAt(situation)));',
      'situation.snapshot.nowSeconds;',
    ],
    [
      'forgets-an-asset',
      'verdict.ts',
      "if (effectiveLock(asset, policy) !== 'excluded') continue;",
      'continue;',
    ],
  ],
};

/** Bugs in what the property tests don't see by themselves, each with the test that was written for it. */
const OTHERS: readonly EngineMutant[] = [
  {
    name: 'largest-surpluses-wait',
    file: 'destination.ts',
    from: '(a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : 0)',
    to: '(a.amount > b.amount ? -1 : a.amount < b.amount ? 1 : 0)',
    test: 'destination.test.ts leaves the smaller surpluses',
  },
  {
    name: 'equal-amounts-not-peeled',
    file: 'match.ts',
    from: 'taker.amount !== giver.amount) continue;',
    to: 'taker.amount !== giver.amount + 1n) continue;',
    test: 'match.test.ts up to six of them at most one above the fewest',
  },
  {
    name: 'the-smallest-meet-first',
    file: 'match.ts',
    from: '(parties[index]?.amount ?? 0n) > (parties[best]?.amount ?? 0n)',
    to: '(parties[index]?.amount ?? 0n) < (parties[best]?.amount ?? 0n)',
    test: 'match.test.ts lets equal amounts meet first',
  },
  {
    name: 'detail-of-a-contradiction-thrown-away',
    file: 'decide.ts',
    from: "{ ...holdNow(sane, 'snapshot-contradiction'), detail }",
    to: "holdNow(sane, 'snapshot-contradiction')",
    test: 'decide.test.ts is not decided on',
  },
  {
    name: 'old-rows-compared-in-the-new-form',
    file: '../ledger/replay.ts',
    from: 'decide(snapshot.value, policy.value), codec)',
    to: 'decide(snapshot.value, policy.value))',
    test: '../ledger/replay.test.ts finds a decision of the first codec identical',
  },
  {
    name: 'sells-what-is-on-its-way',
    file: 'destination.ts',
    from: 'inFlightUsdE18 <= 0n ? excess :',
    to: 'inFlightUsdE18 <= 1n ? excess : true ? excess :',
    test: 'decide-edges.property.test.ts never sells more than is held',
  },
  {
    name: 'overdue-arrival-counted',
    file: 'survey.ts',
    from: 'arrival.arrivesBySeconds >= snapshot.nowSeconds',
    to: 'arrival.arrivesBySeconds >= 0',
    test: 'decide-edges.test.ts what is overdue counts nothing',
  },
  {
    name: 'leg-that-costs-all-of-it',
    file: 'legs.ts',
    from: 'returnedUsdE18 > 0n && returnedUsdE18 * buy.unitsPerToken >= buy.priceUsdE18',
    to: 'returnedUsdE18 >= 0n',
    test: 'decide-edges.property.test.ts plans no leg whose costs reach',
  },
  {
    name: 'policy-not-guarded',
    file: 'decide.ts',
    from: 'contradictionIn(snapshot) ?? policyFaultIn(policy)',
    to: 'contradictionIn(snapshot)',
    test: 'decide-edges.property.test.ts when any number of the policy is impossible',
  },
  {
    name: 'look-again-in-the-past',
    file: 'destination.ts',
    from: 'let end = snapshot.nowSeconds + 1;',
    to: 'let end = 0;',
    test: 'decide-edges.test.ts an order past its end',
  },
  {
    name: 'absurd-value-believed',
    file: 'decide.ts',
    from: 'if (navUsdE18 <= VALUE_USD_E18_MAX) return null;',
    to: 'if (navUsdE18 <= VALUE_USD_E18_MAX * 2n) return null;',
    test: 'decide-edges.test.ts a value nobody could own',
  },
  {
    name: 'negation-of-zero',
    file: 'order-price.ts',
    from: 'const floorBps = 0 - Math.min(',
    to: 'const floorBps = -Math.min(',
    test: 'decide-edges.property.test.ts holds no number that is none',
  },
  {
    name: 'month-without-its-day-skipped',
    file: 'calendar.ts',
    from: 'Math.min(first(later) + dayOfMonth - 1, first(later + 1) - 1)',
    to: '(first(later) + dayOfMonth - 1)',
    test: 'calendar.test.ts a shorter month',
  },
  {
    name: 'date-fires-again-and-again',
    file: 'triggers.ts',
    from: 'last === null || last < latestDate(trigger, nowSeconds)',
    to: 'last === null || last <= nowSeconds',
    test: 'calendar.test.ts fires once from its date on',
  },
  {
    name: 'dearest-tree',
    file: 'match.ts',
    from: 'found === null || total < found.cost',
    to: 'found === null || total > found.cost',
    test: 'match.test.ts is as cheap as any way',
  },
  {
    name: 'hurries-without-patience-used-up',
    file: 'route.ts',
    from: 'unfilledSeconds(look, pair) >= patienceSeconds',
    to: 'unfilledSeconds(look, pair) + 1 >= patienceSeconds',
    test: 'route.test.ts some patience left',
  },
  {
    name: 'hurries-at-any-cost',
    file: 'route.ts',
    from: 'mulDivUp(cost, BPS, traded) <= BigInt(at.costBpsMax)',
    to: 'mulDivUp(cost, BPS, traded) <= BigInt(at.costBpsMax + 1)',
    test: 'route.test.ts a cost above it',
  },
  {
    name: 'missed-part-doubled',
    file: 'in-parts.ts',
    from: 'const left = BigInt(inParts.parts - index);',
    to: 'const left = BigInt(Math.max(inParts.parts - 2 * index, 1));',
    test: 'in-parts.test.ts no part trades more than',
  },
  {
    name: 'part-traded-twice',
    file: 'in-parts.ts',
    from: '/ left - soldUsdE18, 0n)',
    to: '/ left, 0n)',
    test: 'in-parts.test.ts trades what of its part an order left unfilled',
  },
  {
    name: 'programme-ends-in-the-band',
    file: 'decide.ts',
    from: 'firedTrigger(look) ?? ongoingTrigger(look)',
    to: 'firedTrigger(look)',
    test: 'in-parts.test.ts goes on inside the band',
  },
  {
    name: 'at-once-beyond-its-slippage',
    file: 'pair-cost.ts',
    from: 'slippageBpsMax - pair.spreadBps - pair.feeBps',
    to: 'slippageBpsMax - pair.feeBps',
    test: 'route.test.ts no larger than its slippage has room for',
  },
];

export const ENGINE_MUTANTS: readonly EngineMutant[] = [
  ...Object.entries(BUGS).flatMap(([title, bugs]) =>
    bugs.map(([name, file, from, to]) => ({ name, file, from, to, test: `${PROPERTIES} ${title}` })),
  ),
  ...OTHERS,
];
