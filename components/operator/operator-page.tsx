import {
  OPERATOR_NEEDS,
  OPERATOR_STATES,
  type OperatorDto,
  type OperatorRowDto,
  type OperatorState,
  operatorHref,
} from '../../lib/api/operator-dto.ts';
import { Age } from '../live/live.tsx';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { PageLink } from '../shell/page-link.tsx';
import { Figure } from '../ui/figure.tsx';
import { formatCount, formatUsd } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import type { IconName } from '../ui/icon.tsx';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { type Tone, Word } from '../ui/word.tsx';

type Words = { readonly word: string; readonly tone: Tone; readonly icon: IconName; readonly todo: string };

const WORDS: Readonly<Record<OperatorState, Words>> = {
  quarantined: {
    word: 'Set aside',
    tone: 'stop',
    icon: 'stop',
    todo: 'It failed again and again. Read why, mend it, take it up again.',
  },
  signer: {
    word: 'Signer',
    tone: 'stop',
    icon: 'stop',
    todo: 'The bot has no key that the contract accepts, or one that is too strong.',
  },
  blocked: {
    word: 'Blocked',
    tone: 'warn',
    icon: 'warning',
    todo: 'A price, an allowance or a token stands in the way.',
  },
  unfilled: {
    word: 'Unfilled',
    tone: 'warn',
    icon: 'exchange',
    todo: 'An order is live for more than an hour, or nobody could fill it.',
  },
  overdue: { word: 'Overdue', tone: 'warn', icon: 'clock', todo: 'Its turn has passed and no tick took it.' },
  'not-looked-at': { word: 'Not looked at', tone: 'plain', icon: 'dashed', todo: 'The next tick looks.' },
  unserved: { word: 'Not served', tone: 'plain', icon: 'dashed', todo: 'Its signer is none of ours.' },
  paused: { word: 'Paused', tone: 'plain', icon: 'pause', todo: 'By its owner.' },
  'order-open': { word: 'Order open', tone: 'plain', icon: 'exchange', todo: 'Anybody may fill it.' },
  waiting: { word: 'Waiting', tone: 'plain', icon: 'clock', todo: 'It passes by itself.' },
  'on-target': { word: 'On target', tone: 'good', icon: 'check', todo: 'Nothing.' },
};

const NEEDS: readonly OperatorState[] = OPERATOR_NEEDS;

function StateWord({ state }: { readonly state: OperatorState }) {
  const { word, tone, icon } = WORDS[state];
  return (
    <Word tone={tone} icon={icon}>
      {word}
    </Word>
  );
}

function States({ overview }: { readonly overview: OperatorDto }) {
  const known = new Map(overview.states.map((row) => [row.state, row]));
  return (
    <Section title="By state" empty="There is no portfolio yet.">
      {known.size > 0 && (
        <Scrolling label="Portfolios by state, as a table">
          <table className="w-full min-w-[34rem] text-left">
            <TableHead
              heads={['State', 'Portfolios', 'Value', 'What to do']}
              numbers={['Portfolios', 'Value']}
            />
            <tbody>
              {OPERATOR_STATES.map((state) => {
                const row = known.get(state);
                if (row === undefined) return null;
                return (
                  <tr key={state} className="border-t border-line">
                    <th scope="row" className="py-2 pr-4 font-normal">
                      <PageLink href={operatorHref({ state, after: null })} className="hover:underline">
                        <StateWord state={state} />
                      </PageLink>
                    </th>
                    <td className="py-2 pr-4 text-right">{formatCount(row.count)}</td>
                    <td className="py-2 pr-4 text-right whitespace-nowrap">
                      {formatUsd(row.valueUsd)}
                      {row.unvalued > 0 && (
                        <span className="text-ink-soft">
                          {' '}
                          and {formatCount(row.unvalued)} without a value
                        </span>
                      )}
                    </td>
                    <td className="py-2 text-ink-soft">{WORDS[state].todo}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Scrolling>
      )}
    </Section>
  );
}

function Row({ row }: { readonly row: OperatorRowDto }) {
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-2 pr-4 font-normal whitespace-nowrap">
        <Hex
          hex={row.address}
          kind="address"
          copy
          href={row.shared ? portfolioHref(row) : `/address/${row.address}`}
        />{' '}
        <span className="text-ink-soft">chain {row.chainId}</span>
      </th>
      <td className="py-2 pr-4">
        <StateWord state={row.state} />
      </td>
      <td className="py-2 pr-4 text-pretty">{row.why?.replaceAll('-', ' ') ?? '–'}</td>
      <td className="py-2 pr-4 text-right whitespace-nowrap">
        {row.valueUsd === null ? 'unknown' : formatUsd(row.valueUsd)}
      </td>
      <td className="py-2 whitespace-nowrap text-ink-soft">
        {row.sinceSeconds === null ? '–' : <Age atSeconds={row.sinceSeconds} />}
      </td>
    </tr>
  );
}

const HEADS = ['Portfolio', 'State', 'Why', 'Value', 'For'];

function Rows({ overview }: { readonly overview: OperatorDto }) {
  const { view, rows, nextAfter } = overview;
  const title = view.state === null ? 'What needs a person' : `${WORDS[view.state].word}`;
  return (
    <Section
      title={title}
      note={
        (view.state !== null || view.after !== null) && (
          <PageLink href="/operator" className="text-accent hover:underline">
            What needs a person, from the first
          </PageLink>
        )
      }
      empty="None. Whatever waits passes by itself."
    >
      {rows.length > 0 && (
        <Scrolling label={`${title}, as a table`}>
          <table className="w-full min-w-[44rem] text-left">
            <TableHead heads={HEADS} numbers={['Value']} />
            <tbody>
              {rows.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
      {nextAfter !== null && (
        <p className="border-t border-line py-2.5">
          <PageLink
            href={operatorHref({ ...view, after: nextAfter })}
            className="inline-flex min-h-6 items-center text-accent hover:underline"
          >
            More
          </PageLink>
        </p>
      )}
    </Section>
  );
}

/** All portfolios by state, what they hold, and those that need a person. */
export function OperatorPage({ overview }: { readonly overview: OperatorDto }) {
  const { states } = overview;
  const count = (of: OperatorDto['states']): string =>
    formatCount(of.reduce((sum, row) => sum + row.count, 0));
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Operator</h1>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 py-4 lg:grid-cols-3">
        <Figure label="Value managed" value={formatUsd(overview.valueUsd)} large>
          at each portfolio’s last look
        </Figure>
        <Figure label="Portfolios" value={count(states)}>
          archived ones aside
        </Figure>
        <Figure label="Need a person" value={count(states.filter(({ state }) => NEEDS.includes(state)))}>
          listed below
        </Figure>
      </dl>
      <div className="space-y-8">
        <Rows overview={overview} />
        <States overview={overview} />
      </div>
    </>
  );
}

/** What everybody else is told. */
export function NotAnOperator() {
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Operator</h1>
      <p className="max-w-prose pt-3 text-pretty">
        This page shows every portfolio, so it is for operators and admins. Sign in with an account that has
        the role; an admin, or whoever has the database, gives it with <code>npm run roles -- give</code>.
      </p>
    </>
  );
}
