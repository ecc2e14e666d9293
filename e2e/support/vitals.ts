import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { LOAD_QUIET_MAX, loadPerCore } from './judged-time.ts';

const require = createRequire(import.meta.url);
const LIBRARY = require.resolve('web-vitals');
/** How much slower the browser is told to run than the machine could. */
const CPU_SLOWDOWN = 4;

type Report = { readonly name: 'CLS' | 'INP' | 'LCP'; readonly value: number };
type VitalsWindow = Window & {
  webVitals: Record<`on${Report['name']}`, (report: (metric: Report) => void, options: object) => void>;
  vitals: Record<string, number>;
};

/** What a page's reader waited for, in milliseconds, and how far its parts jumped; a thing that never happened is absent. */
export type Vitals = Readonly<Partial<Record<Report['name'], number>>>;

/** Slows the browser down and lets every page that it opens measure itself. */
export async function measureVitals(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await page.addInitScript({ path: LIBRARY });
  await page.addInitScript(() => {
    const page = window as unknown as VitalsWindow;
    const { webVitals } = page;
    const vitals: Record<string, number> = {};
    page.vitals = vitals;
    const report = ({ name, value }: Report): void => {
      vitals[name] = value;
    };
    const everyChange = { reportAllChanges: true, durationThreshold: 16 };
    webVitals.onLCP(report, everyChange);
    webVitals.onCLS(report, everyChange);
    webVitals.onINP(report, everyChange);
  });
}

/** What the page that is open has measured until now. */
export const vitalsOf = (page: Page): Promise<Vitals> =>
  page.evaluate(() => (window as unknown as VitalsWindow).vitals);

const WORK_STEPS = 12_000_000;
/** How long the same work takes in this browser, slowed down, on a quiet machine of the kind that the limits were set on. */
const WORK_MS_QUIET = 100;
const SLOWNESS_QUIET_MAX = 1.3;

/** How busy the machine is with other things than the page. */
export type Machine = { readonly slowness: number; readonly loadPerCore: number };

/** How many times longer than on a quiet machine the browser takes now for work that no page of ours has a part in. */
async function slownessOf(page: Page): Promise<number> {
  const workMs = await page.evaluate((steps) => {
    const start = performance.now();
    let mixed = 1;
    for (let step = 0; step < steps; step += 1) mixed = Math.imul(mixed ^ step, 0x9e3779b1);
    // Read, so that no compiler leaves the loop out.
    return performance.now() - start + (mixed === 0 ? 1e-9 : 0);
  }, WORK_STEPS);
  return workMs / WORK_MS_QUIET;
}

/** The browser's own speed just now, and the load of the last minute: a page also waits for its server, which the browser can't feel. */
export const machineNow = async (page: Page): Promise<Machine> => ({
  slowness: await slownessOf(page),
  loadPerCore: loadPerCore(),
});

/** Whether a time measured now says something of the page, and not of what else the machine does. */
export const isQuiet = (machine: Machine): boolean =>
  machine.slowness <= SLOWNESS_QUIET_MAX && machine.loadPerCore <= LOAD_QUIET_MAX;

/** For whoever reads the figure beside it. */
export const machineWords = (machine: Machine): string =>
  `CPU slowed 4 ×; machine ${machine.slowness.toFixed(1)} × its quiet time, load ${machine.loadPerCore.toFixed(1)} a core`;

/** The one in the middle. */
export const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
