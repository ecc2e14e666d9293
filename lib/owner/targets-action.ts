import { encodeFunctionData } from 'viem';
import { balancerAbi } from '../abi/balancer-abi.ts';
import type { ActMaker } from './owner-act.ts';

const WHOLE_BPS = 10_000;

const percent = (bps: number): string => `${(bps / 100).toFixed(2)} %`;

/** Targets as they were typed, in per cent, in the order of the assets. */
export type TypedTargets =
  | { readonly ok: true; readonly targetsBps: readonly number[] }
  | {
      readonly ok: false;
      /** What is wrong with each; null = nothing, or only the sum is. */
      readonly faults: readonly (string | null)[];
      readonly sentence: string;
    };

/** "12.5" as 1,250; null unless it is 0 to 100 with at most two decimals. */
const bpsOf = (text: string): number | null => {
  const parts = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (parts === null) return null;
  const bps = Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
  return bps > WHOLE_BPS ? null : bps;
};

/** Reads targets; they are exact, and must come to exactly 100 %. */
export const parseTargets = (texts: readonly string[]): TypedTargets => {
  const read = texts.map(bpsOf);
  const targetsBps = read.filter((bps) => bps !== null);
  const faults = read.map((bps) => (bps === null ? 'Type a share from 0 to 100, like 12.5.' : null));
  if (targetsBps.length < read.length)
    return { ok: false, faults, sentence: 'Some target is no share of the whole.' };
  const sum = targetsBps.reduce((total, bps) => total + bps, 0);
  if (sum === WHOLE_BPS) return { ok: true, targetsBps };
  const off = Math.abs(WHOLE_BPS - sum);
  const sentence = `They come to ${percent(sum)}: ${percent(off)} ${sum < WHOLE_BPS ? 'is missing' : 'too much'}.`;
  return { ok: false, faults, sentence };
};

/** Other targets for the whole list, in its order; no turnover beyond the budget is granted. @throws where the list has another length */
export const setTargetsAct =
  (targetsBps: readonly number[]): ActMaker =>
  ({ portfolio, assets }) => {
    if (assets.length !== targetsBps.length)
      throw new Error('The portfolio lists other assets now: look at the targets again.');
    const changed = assets.flatMap(({ symbol, token, targetBps }, index) => {
      const next = targetsBps[index] ?? targetBps;
      return next === targetBps ? [] : [`${symbol ?? token}: ${percent(targetBps)} to ${percent(next)}`];
    });
    const data = encodeFunctionData({
      abi: balancerAbi,
      functionName: 'setTargets',
      args: [assets.map(({ token }) => token), [...targetsBps], { bps: 0, expiresAt: 0 }],
    });
    return {
      id: 'set-targets',
      title: 'Change the targets',
      intent: `Change the targets: ${changed.join(', ')}`,
      call: { to: portfolio, data, valueWei: 0n },
      effects: [
        'No token moves.',
        ...changed,
        'Every order signed so far is void; the bot trades towards the new targets within the contract’s budgets.',
      ],
      confirmBy: null,
      grave: false,
    };
  };
