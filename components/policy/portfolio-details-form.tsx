'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { PortfolioSettingsDto } from '../../lib/api/portfolio-settings-dto.ts';
import { PageLink } from '../shell/page-link.tsx';
import { apiRequest, problemSentence } from '../ui/api-request.ts';
import { useListening } from '../ui/use-listening.ts';
import { Button } from '../wallet/button.tsx';

type Change = {
  readonly name?: string;
  readonly shared?: boolean;
  readonly cardShared?: boolean;
  readonly archived?: boolean;
  readonly highDriftBps?: number;
};
type Said = { readonly ok: boolean; readonly sentence: string };

/** Changes what is told of a portfolio beside its contract, and says what came of it. */
function useChange(portfolioId: string) {
  const router = useRouter();
  const [said, setSaid] = useState<Said | null>(null);
  const [busy, setBusy] = useState(false);
  const change = async (wanted: Change, sentence: string): Promise<void> => {
    setBusy(true);
    const answer = await apiRequest('PATCH', `/api/portfolios/${portfolioId}`, wanted);
    setBusy(false);
    setSaid(
      answer.ok
        ? { ok: true, sentence }
        : { ok: false, sentence: answer.problem.errors[0]?.message ?? problemSentence(answer.problem) },
    );
    if (answer.ok) router.refresh();
  };
  return { said, busy, change };
}

const ROW = 'flex flex-wrap items-end justify-between gap-x-6 gap-y-2 border-t border-line py-3';

type Props = { readonly settings: PortfolioSettingsDto };

/** Whether there is a page for everybody, and what stands on it. */
function SharePageWords({ settings: { portfolio, shared, cardShared } }: Props) {
  if (!cardShared && !shared)
    return (
      <p className="min-w-0 flex-1 text-pretty">
        There is no page of it for everybody. One would show weights, state and returns in per cent, and no
        amount.
      </p>
    );
  return (
    <p className="min-w-0 flex-1 text-pretty">
      {shared
        ? 'Its page for everybody shows what it is worth as well, while all of it is shared: '
        : 'Its page for everybody shows per cent only, and no amount: '}
      <PageLink
        href={`/p/${portfolio.chainId}/${portfolio.address}`}
        className="text-accent underline wrap-anywhere"
      >
        /p/{portfolio.chainId}/{portfolio.address}
      </PageLink>
    </p>
  );
}

const DRIFT = /^\d{1,4}([.,]\d{1,2})?$/;

/** Basis points of "12.5"; null of what is no limit that a drift can have. */
const driftBpsOf = (typed: string): number | null => {
  const bps = DRIFT.test(typed.trim()) ? Math.round(Number(typed.trim().replace(',', '.')) * 100) : 0;
  return bps >= 100 && bps <= 100_000 ? bps : null;
};

type DriftProps = {
  readonly highDriftBps: number;
  readonly disabled: boolean;
  readonly save: (highDriftBps: number) => void;
};

/** From which drift on its owner is told. */
function DriftRow({ highDriftBps, disabled, save }: DriftProps) {
  const [typed, setTyped] = useState(String(highDriftBps / 100));
  const bps = driftBpsOf(typed);
  return (
    <form
      className={ROW}
      onSubmit={(event) => {
        event.preventDefault();
        if (bps !== null) save(bps);
      }}
    >
      <label className="min-w-0 flex-1">
        Told of beyond this drift, in per cent of an asset’s target
        <input
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          disabled={disabled}
          inputMode="decimal"
          autoComplete="off"
          aria-invalid={bps === null}
          className="block min-h-11 w-32 rounded border border-ink-soft bg-raised px-3 disabled:text-ink-soft"
        />
        {bps === null && (
          <span className="block text-stop">A number from 1 to 1,000, of two places at most.</span>
        )}
      </label>
      <Button submit disabled={disabled || bps === null || bps === highDriftBps}>
        Set this limit
      </Button>
    </form>
  );
}

/** Name, sharing and archive: what the database keeps, and no contract knows. */
export function PortfolioDetailsForm({ settings }: Props) {
  const { portfolio, mayChange, shared, cardShared, archived, highDriftBps } = settings;
  const { said, busy, change } = useChange(portfolio.id);
  const [name, setName] = useState(portfolio.name);
  const isListening = useListening();
  const disabled = !isListening || !mayChange || busy;
  return (
    <div>
      <form
        className={ROW}
        onSubmit={(event) => {
          event.preventDefault();
          void change({ name: name.trim() }, 'Renamed.');
        }}
      >
        <label className="min-w-0 flex-1">
          Name
          <input
            value={name}
            onChange={({ target }) => setName(target.value)}
            disabled={disabled}
            autoComplete="off"
            className="block min-h-11 w-full max-w-md rounded border border-ink-soft bg-raised px-3 disabled:text-ink-soft"
          />
        </label>
        <Button submit disabled={disabled || name.trim() === portfolio.name}>
          Rename
        </Button>
      </form>
      <DriftRow
        highDriftBps={highDriftBps}
        disabled={disabled}
        save={(bps) => void change({ highDriftBps: bps }, 'You are told from there on.')}
      />
      <div className={ROW}>
        <p className="min-w-0 flex-1 text-pretty">
          {shared
            ? 'Anybody may read this portfolio without a wallet: holdings, orders and decisions.'
            : 'Only you may read this portfolio.'}
        </p>
        <Button
          disabled={disabled}
          onClick={() =>
            void change(
              { shared: !shared },
              shared ? 'It is yours alone to read now.' : 'Anybody may read it now.',
            )
          }
        >
          {shared ? 'Stop sharing' : 'Share it'}
        </Button>
      </div>
      <div className={ROW}>
        <SharePageWords settings={settings} />
        <Button
          disabled={disabled}
          onClick={() =>
            void change(
              { cardShared: !cardShared },
              cardShared ? 'Its page for everybody is gone.' : 'Its page for everybody is there.',
            )
          }
        >
          {cardShared ? 'Take the page away' : 'Make a page in per cent'}
        </Button>
      </div>
      <div className={ROW}>
        <p className="min-w-0 flex-1 text-pretty">
          {archived
            ? 'It is archived: the bot does not look at it, and it is in no list.'
            : 'Archived, the bot no longer looks at it; open orders end by their expiry. Your tokens stay in the contract.'}
        </p>
        <Button
          disabled={disabled}
          onClick={() =>
            void change(
              { archived: !archived },
              archived ? 'It is back.' : 'It is archived. You can bring it back here.',
            )
          }
        >
          {archived ? 'Bring it back' : 'Archive it'}
        </Button>
      </div>
      <p
        role="status"
        className={`min-h-6 text-pretty ${said?.ok === false ? 'text-stop' : 'text-ink-soft'}`}
      >
        {said?.sentence ?? (mayChange ? '' : 'Sign in with the account that owns it to change these.')}
      </p>
    </div>
  );
}
