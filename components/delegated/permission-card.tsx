import type { DelegationDto } from '../../lib/api/delegations.ts';
import { TimeLeft } from '../live/live.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { explorerHref } from '../ui/explorer-href.ts';
import { formatCount, formatInstant } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import type { IconName } from '../ui/icon.tsx';
import { type Tone, Word } from '../ui/word.tsx';

type State = { readonly word: string; readonly tone: Tone; readonly icon: IconName };

const STATES: Readonly<Record<DelegationDto['status'], State>> = {
  granted: { word: 'Holds', tone: 'good', icon: 'check' },
  exhausted: { word: 'Used up for now', tone: 'plain', icon: 'clock' },
  revoked: { word: 'Revoked', tone: 'stop', icon: 'stop' },
  expired: { word: 'Expired', tone: 'plain', icon: 'clock' },
  superseded: { word: 'Of a former contract', tone: 'plain', icon: 'clock' },
  'not-accepted': { word: 'Not accepted', tone: 'warn', icon: 'warning' },
};
const DROPPED: State = { word: 'Dropped by you', tone: 'warn', icon: 'pause' };

/** Exact, thousands apart: what may be moved is never rounded. */
export const amountText = (
  units: string,
  { symbol, decimals }: Pick<DelegationDto, 'symbol' | 'decimals'>,
): string => {
  if (symbol === null || decimals === null) return `${formatCount(units)} smallest units`;
  const padded = units.padStart(decimals + 1, '0');
  const cut = padded.length - decimals;
  const fraction = padded.slice(cut).replace(/0+$/, '');
  return `${formatCount(padded.slice(0, cut))}${fraction === '' ? '' : `.${fraction}`} ${symbol}`;
};

function Left({ delegation }: { readonly delegation: DelegationDto }) {
  const { leftUnits, nextPeriodAtSeconds } = delegation;
  return (
    <>
      <dt className="text-ink-soft">Left of this period</dt>
      <dd>
        {leftUnits === null ? 'not known' : amountText(leftUnits, delegation)}
        {nextPeriodAtSeconds !== null && (
          <span className="block text-ink-soft">
            whole again on {formatInstant(nextPeriodAtSeconds)}
            <TimeLeft atSeconds={nextPeriodAtSeconds} />: it may go through twice in 24 hours
          </span>
        )}
      </dd>
    </>
  );
}

function FromAnExplorer({ delegation }: { readonly delegation: DelegationDto }) {
  const { chainId, clone, manager, pause, revoke } = delegation;
  return (
    <details className="pt-3">
      <summary className="min-h-8 cursor-pointer py-1 text-accent">End it without this page</summary>
      <ol className="list-decimal space-y-2 pt-1 pl-5 text-ink-soft text-pretty">
        <li>
          Pause, by the guardian or the account: open{' '}
          <Hex hex={clone} kind="address" copy href={explorerHref(chainId, 'address', clone)} /> in a block
          explorer and write <span className="font-mono">pause()</span>, or send it this data:{' '}
          <span className="font-mono break-all">{pause.data}</span>{' '}
          <CopyButton text={pause.data} what="the data of pause" />
        </li>
        <li>
          Revoke, by the account alone: send{' '}
          <Hex hex={manager} kind="address" copy href={explorerHref(chainId, 'address', manager)} /> this
          data, which is <span className="font-mono">disableDelegation</span> with the whole delegation{' '}
          <CopyButton text={revoke.data} what="the data of disableDelegation" />. A smart account sends it
          through its own <span className="font-mono">execute</span>, which an explorer can’t do for its
          owner: pause first.
        </li>
        <li>Wait: it ends by itself on {formatInstant(delegation.expiresAtSeconds)}.</li>
        <li>
          Taking the code off an upgraded account is no way to end it: once it is put back, every delegation
          lives again.
        </li>
      </ol>
    </details>
  );
}

/** One delegation: what it allows in a sentence, what is left of it, who may use it, and how it ends. */
export function PermissionCard({ delegation }: { readonly delegation: DelegationDto }) {
  const { amountUnits, clone, caveats, dropped, expiresAtSeconds, periodSeconds, status, symbol, why } =
    delegation;
  const state = dropped ? DROPPED : STATES[status];
  const often = periodSeconds === 86_400 ? 'a day' : `each ${formatCount(periodSeconds)} seconds`;
  return (
    <li
      className="min-w-0 rounded border border-line bg-raised p-4"
      aria-label={`Permission for ${symbol ?? 'a token'}`}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-semibold">{symbol ?? <Hex hex={delegation.token} kind="address" />}</h3>
        <Word tone={state.tone} icon={state.icon}>
          {state.word}
        </Word>
      </div>
      <p className="pt-1 text-pretty">
        The account’s contract may move at most {amountText(amountUnits, delegation)} {often}, until{' '}
        {formatInstant(expiresAtSeconds)}.
      </p>
      {why !== null && <p className="pt-1 text-warn text-pretty">{why}</p>}
      {dropped && (
        <p className="pt-1 text-warn text-pretty">
          The bot moves nothing by it. On chain it holds until the account revokes it, or it expires.
        </p>
      )}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 pt-3">
        <Left delegation={delegation} />
        <dt className="text-ink-soft">Who may redeem</dt>
        <dd>
          only <Hex hex={clone} kind="address" copy />
        </dd>
        <dt className="text-ink-soft">Expires</dt>
        <dd>
          {formatInstant(expiresAtSeconds)}
          <TimeLeft atSeconds={expiresAtSeconds} />
        </dd>
      </dl>
      <details className="pt-3">
        <summary className="min-h-8 cursor-pointer py-1 text-accent">Its conditions, word by word</summary>
        <ul className="list-disc space-y-1 pt-1 pl-5 text-ink-soft">
          {caveats.map(({ enforcer, words }) => (
            <li key={enforcer} className="break-words">
              {words}
            </li>
          ))}
        </ul>
      </details>
      <FromAnExplorer delegation={delegation} />
    </li>
  );
}
