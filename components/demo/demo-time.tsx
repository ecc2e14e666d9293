import { useId, useState } from 'react';
import { DEMO_STEP_SECONDS, DEMO_SYMBOLS, type DemoShock } from '../../lib/demo/demo-market.ts';
import { demoTemplate } from '../../lib/demo/demo-templates.ts';
import { BUTTON } from '../ui/button.ts';
import { FIELD } from '../ui/field.ts';
import { formatCount, formatInstant } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import type { Demo } from './use-demo.ts';

const SHOCK_BPS = -1_500;
const DAY_ROWS = 86_400 / DEMO_STEP_SECONDS;

type Props = {
  readonly demo: Demo;
  readonly isPlaying: boolean;
  readonly onPlay: (isPlaying: boolean) => void;
  /** Null where there is nothing to go back from. */
  readonly onReset: (() => void) | null;
};

const dayOf = (row: number): string => `day ${Math.ceil(row / DAY_ROWS)} of 60, hour ${formatCount(row)}`;

/** Makes the price of one asset fall, from the next hour on. */
function Shock({ demo, onShock }: { readonly demo: Demo; readonly onShock: () => void }) {
  const id = useId();
  const { wanted, want, view, isReady } = demo;
  const { setting, row } = wanted;
  const symbols = demoTemplate(setting.template)
    .holdings.map(({ symbol }) => symbol)
    .filter((symbol) => symbol !== 'USDC');
  const [chosen, setChosen] = useState('');
  const symbol = symbols.find((one) => one === chosen) ?? symbols[0] ?? 'ETH';
  const press = (): void => {
    onShock();
    const shock: DemoShock = { afterRow: row, symbol, moveBps: SHOCK_BPS };
    want({ setting: { ...setting, shocks: [...setting.shocks, shock] }, row: row + 1 });
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <label htmlFor={id} className="sr-only">
        Whose price
      </label>
      <select
        id={id}
        value={symbol}
        disabled={!isReady || symbols.length < 2}
        onChange={({ target }) => setChosen(DEMO_SYMBOLS.find((one) => one === target.value) ?? '')}
        className={FIELD}
      >
        {symbols.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <button type="button" className={BUTTON.quiet} disabled={!isReady || row >= view.rows} onClick={press}>
        <Icon name="below" /> Price shock −15 %
      </button>
    </div>
  );
}

function Shocks({ demo }: { readonly demo: Demo }) {
  const { shocks } = demo.wanted.setting;
  if (shocks.length === 0) return null;
  return (
    <p className="pb-3 text-ink-soft">
      Shocks pressed:{' '}
      {shocks.map(({ symbol, afterRow }) => `${symbol} −15 % after ${dayOf(afterRow)}`).join('; ')}.
    </p>
  );
}

/** Where in the sixty days the page is, and what moves it. */
export function DemoTime({ demo, isPlaying, onPlay, onReset }: Props) {
  const id = useId();
  const { wanted, want, view, isReady } = demo;
  const goTo = (row: number): void => {
    onPlay(false);
    want({ row });
  };
  const next = view.nextTradeRow;
  return (
    <section aria-label="Time">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <label htmlFor={id} className="font-semibold">
          Simulated time
        </label>
        <span className="text-ink-soft">
          {formatInstant(view.look.blockTimeSeconds)}, {dayOf(wanted.row)}
        </span>
      </div>
      <input
        id={id}
        type="range"
        min={1}
        max={view.rows}
        value={wanted.row}
        disabled={!isReady}
        aria-valuetext={dayOf(wanted.row)}
        onChange={({ target }) => goTo(Number(target.value))}
        className="h-11 w-full accent-(--accent)"
      />
      <div className="flex flex-wrap items-center gap-2 pb-4">
        <button
          type="button"
          className={BUTTON.accent}
          disabled={!isReady || wanted.row >= view.rows}
          onClick={() => onPlay(!isPlaying)}
        >
          <Icon name={isPlaying ? 'pause' : 'play'} /> {isPlaying ? 'Hold' : 'Play'}
        </button>
        <button
          type="button"
          className={BUTTON.quiet}
          disabled={!isReady || wanted.row >= view.rows}
          onClick={() => goTo(wanted.row + 1)}
        >
          Next hour
        </button>
        <button
          type="button"
          className={BUTTON.quiet}
          disabled={!isReady || next === null}
          onClick={() => goTo(next ?? wanted.row)}
        >
          To the next trade
        </button>
        <Shock demo={demo} onShock={() => onPlay(false)} />
        <button
          type="button"
          className={BUTTON.quiet}
          disabled={!isReady || onReset === null}
          onClick={() => onReset?.()}
        >
          Reset
        </button>
      </div>
      <Shocks demo={demo} />
    </section>
  );
}
