import type { DemoSymbol } from './demo-market.ts';

export type DemoTemplate = {
  readonly id: string;
  readonly name: string;
  /** Targets sum to 10,000. */
  readonly holdings: readonly { readonly symbol: DemoSymbol; readonly targetBps: number }[];
};

/** What a visitor may start from. */
export const DEMO_TEMPLATES = [
  {
    id: 'half',
    name: 'Half ether, half dollars',
    holdings: [
      { symbol: 'ETH', targetBps: 5_000 },
      { symbol: 'USDC', targetBps: 5_000 },
    ],
  },
  {
    id: 'sixty',
    name: '60 / 40, bitcoin and dollars',
    holdings: [
      { symbol: 'BTC', targetBps: 6_000 },
      { symbol: 'USDC', targetBps: 4_000 },
    ],
  },
  {
    id: 'majors',
    name: 'Two majors and dollars',
    holdings: [
      { symbol: 'BTC', targetBps: 4_000 },
      { symbol: 'ETH', targetBps: 3_500 },
      { symbol: 'USDC', targetBps: 2_500 },
    ],
  },
  {
    id: 'four',
    name: 'Four alike',
    holdings: [
      { symbol: 'BTC', targetBps: 2_500 },
      { symbol: 'ETH', targetBps: 2_500 },
      { symbol: 'SOL', targetBps: 2_500 },
      { symbol: 'LINK', targetBps: 2_500 },
    ],
  },
] as const satisfies readonly DemoTemplate[];

export type DemoTemplateId = (typeof DEMO_TEMPLATES)[number]['id'];

/** The template of this id. */
export const demoTemplate = (id: DemoTemplateId): DemoTemplate => {
  const found = DEMO_TEMPLATES.find((template) => template.id === id);
  if (found === undefined) throw new Error(`no template ${id}`);
  return found;
};
