import { expect } from 'vitest';
import type { DemoLine } from './demo-process.ts';
import type { Recount } from './raw-recount.ts';

/** What the demo's line says is what was counted anew. */
export const expectSameFigures = (line: DemoLine, again: Recount): void => {
  const { portfolios, ticks, decisions, orders, fills, blocks, balancers } = line;
  expect({ portfolios, ticks, decisions, orders, fills, blocks, balancers }).toEqual({
    portfolios: again.figures.portfolios,
    ticks: again.figures.ticks,
    decisions: again.figures.decisions,
    orders: again.figures.orders,
    fills: again.figures.fills,
    blocks: again.figures.blocks,
    balancers: again.figures.balancers,
  });
  for (const index of balancers.keys()) {
    expect(line.trackingErrorBpsBefore[index]).toBeCloseTo(
      again.figures.trackingErrorBpsBefore[index] ?? Number.NaN,
      1,
    );
    expect(line.trackingErrorBpsAfter[index]).toBeCloseTo(
      again.figures.trackingErrorBpsAfter[index] ?? Number.NaN,
      1,
    );
    expect(line.costBps[index]).toBeCloseTo(again.figures.costBps[index] ?? Number.NaN, 1);
  }
  expect(line.takerProfitUsd).toBeCloseTo(again.figures.takerProfitUsd, 1);
};

/** Every portfolio left its band and is back, by fills of the taker's and nobody else's. */
export const expectTheJobDone = (line: DemoLine, again: Recount): void => {
  expect(again.bands).not.toContain(null);
  for (const [index, band] of again.bands.entries()) {
    expect(line.trackingErrorBpsAfter[index]).toBeLessThan(band?.bandBps ?? 0);
    expect(line.trackingErrorBpsAfter[index]).toBeLessThan(line.trackingErrorBpsBefore[index] ?? 0);
  }
  expect(line.fills).toBeGreaterThan(0);
  expect(new Set(again.fillSenders)).toEqual(new Set([line.taker]));
  expect(again.routerFills).toBe(line.fills);
  expect(line.orders.partiallyFilled).toBeGreaterThan(0);
  expect(line.takerProfitUsd).toBeGreaterThanOrEqual(0);
  expect(again.storedFillKeys).toEqual(again.chainFillKeys);
};
