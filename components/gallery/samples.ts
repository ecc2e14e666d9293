import type { ChartSeriesDto } from '../../lib/api/chart-series-dto.ts';
import type { AssetDto, FillDto, LookDto, OrderDto, TradeDto } from '../../lib/api/portfolio-dto.ts';
import type { StripSlotDto, StripState } from '../../lib/api/status-dto.ts';

/** Invented values in every state that a component can be in. Nothing here is anybody's. */

const NOW = 1_794_974_400;
const hex = (digit: string, length: number): string => `0x${digit.repeat(length)}`;

export const ADDRESS = hex('7', 40);
export const HASH = hex('b', 64);
export const ACCOUNT = {
  kind: 'in',
  address: ADDRESS,
  role: 'user',
  chainId: 31_337,
  endsAtSeconds: NOW + 86_400,
} as const;

const WETH: AssetDto = {
  token: hex('1', 40),
  symbol: 'WETH',
  units: '7.196',
  valueUsd: '21384.20',
  targetBps: 4_000,
  weightBps: 4_310,
  afterOrdersBps: null,
  band: { lowBps: 3_500, highBps: 4_500, widthBps: 500 },
  standing: 'inside',
  action: 'hold',
  plannedUsd: '0',
  reason: 'in-band',
  why: 'every asset is inside its band',
  price: { usd: '2971.64', source: 'feed', ageSeconds: 18 },
};

/** One asset in each of the places and conditions it can be in. */
export const ASSETS: readonly (AssetDto & { readonly note: string })[] = [
  { ...WETH, note: 'inside' },
  { ...WETH, note: 'on target', weightBps: 4_000 },
  { ...WETH, note: 'at the edge', weightBps: 4_500, standing: 'over', action: 'sell', plannedUsd: '-310.20' },
  {
    ...WETH,
    note: 'far outside',
    weightBps: 5_900,
    standing: 'over',
    reason: 'cooldown',
    why: 'the last rebalance was too recent',
  },
  {
    ...WETH,
    note: 'under, bought',
    weightBps: 3_300,
    standing: 'under',
    action: 'buy',
    plannedUsd: '3480.00',
  },
  {
    ...WETH,
    note: 'outside, an order is out',
    weightBps: 4_620,
    afterOrdersBps: 4_040,
    standing: 'over',
    reason: 'order-open',
    why: 'an order is already open',
  },
  {
    ...WETH,
    note: 'outside while halted',
    weightBps: 4_620,
    standing: 'over',
    reason: 'halted',
    why: 'all trading is stopped by an administrator',
  },
  { ...WETH, note: 'no band', band: null },
  {
    ...WETH,
    note: 'no price',
    weightBps: null,
    valueUsd: null,
    standing: null,
    price: null,
    reason: 'price-missing',
  },
  { ...WETH, note: 'waits for others', weightBps: null, standing: null, reason: 'price-missing' },
].map((asset, index) => ({ ...asset, token: hex(String(index), 40) })) as readonly (AssetDto & {
  readonly note: string;
})[];

export const LOOK: LookDto = {
  decisionId: '12',
  blockNumber: '38114902',
  blockTimeSeconds: NOW,
  lookedAtSeconds: NOW,
  valueUsd: '49615.00',
  trackingErrorBps: 310,
  places: 1,
  isHalted: false,
  why: 'No trade: WETH is 3.1 pp over its 40 % target, inside the ±5.0 pp band.',
  sentence: 'No trade.',
  nextLookAtSeconds: NOW + 720,
  assets: [
    WETH,
    { ...WETH, token: hex('2', 40), symbol: 'WBTC', targetBps: 3_000, weightBps: 2_940 },
    { ...WETH, token: hex('3', 40), symbol: 'USDC', targetBps: 3_000, weightBps: 2_750 },
  ],
};

const ORDER: OrderDto = {
  orderHash: HASH,
  decisionId: '12',
  sliceNumber: 1,
  sliceOf: 2,
  sellUnits: '0.5',
  buyUnits: '1487.30',
  filledSellUnits: '0.31',
  filledBps: 6_200,
  status: 'partially-filled',
  statusReason: null,
  limitPrice: '2974.6',
  marketPrice: '2971.64',
  distanceBps: 10,
  obstacles: [
    {
      kind: 'price-off',
      sentence: 'It asks 10 bps more than the market: a taker gains by it once the market has come that far.',
    },
  ],
  fillableUnits: '0.19',
  judgedAtBlock: '38114902',
  judgedBy: 'contract',
  signedAtSeconds: NOW,
  expiresAtSeconds: NOW + 1_800,
};

export const TRADES: readonly TradeDto[] = [
  {
    id: 'sliced',
    sellSymbol: 'WETH',
    buySymbol: 'USDC',
    sellUnits: '1',
    buyUnits: '2974.60',
    filledBps: 3_100,
    orders: [
      ORDER,
      {
        ...ORDER,
        orderHash: hex('c', 64),
        sliceNumber: 2,
        filledBps: 0,
        status: 'unfillable',
        obstacles: [
          { kind: 'paused', sentence: 'The portfolio is paused: the contract refuses every fill.' },
        ],
      },
    ],
  },
];

export const FILLS: readonly FillDto[] = [
  {
    id: 'fill',
    txHash: HASH,
    orderHash: HASH,
    decisionId: null,
    slice: { number: 1, of: 2 },
    sellSymbol: 'WETH',
    buySymbol: 'USDC',
    sellUnits: '0.31',
    buyUnits: '922.13',
    taker: ADDRESS,
    blockNumber: '38114899',
    blockTimeSeconds: NOW - 40,
    lossBps: null,
  },
];

const STATES: readonly StripState[] = ['ok', 'ok', 'ok', 'partial', 'ok', 'failed', 'missing', 'missing'];

export const STRIP: readonly StripSlotDto[] = Array.from({ length: 96 }, (_, index) => ({
  fromSeconds: NOW - (96 - index) * 900,
  state: index < 8 ? 'idle' : (STATES[index % STATES.length] ?? 'ok'),
  ticks: 15,
  failed: 0,
}));

export const SERIES: ChartSeriesDto = {
  assets: [
    { symbol: 'WETH', targetBps: 6_000 },
    { symbol: 'USDC', targetBps: 4_000 },
  ].map(({ symbol, targetBps }, index) => ({
    token: hex(String(index + 1), 40),
    symbol,
    targetBps,
    widthBps: 500,
  })),
  points: Array.from({ length: 60 }, (_, index) => {
    const value = 49_000 + 900 * Math.sin(index / 6) + index * 12;
    const drift = Math.round(300 * Math.sin(index / 5));
    return {
      timeSeconds: NOW + index * 3_600,
      valueUsd: value.toFixed(2),
      holdUsd: (value - index * 9).toFixed(2),
      trackingErrorBps: Math.abs(drift),
      driftsBps: [drift, -drift],
      isAfterGap: index === 30,
    };
  }),
  marks: [
    { kind: 'deposit', timeSeconds: NOW + 7_200, count: 1 },
    { kind: 'fill', timeSeconds: NOW + 90_000, count: 3 },
    { kind: 'change', timeSeconds: NOW + 120_000, count: 1 },
    { kind: 'withdrawal', timeSeconds: NOW + 180_000, count: 1 },
  ],
};

/** What has gone wrong on chain in the banner of a stop. */
export const HALT = {
  sinceSeconds: NOW - 3_600,
  by: 'operator',
  fillable: { orders: 2, valueUsd: '8210.00', unpriced: 0, revoking: 1, untilSeconds: NOW + 900 },
};
