import type { ComplianceDto, DoingRow } from '../../lib/api/compliance.ts';
import type { CompliancePageDto } from '../../lib/api/report-page-dto.ts';
import type { Right } from '../../lib/reports/rights.ts';
import { ChainAddress } from '../detail/contract-keys.tsx';
import { Fact } from '../ui/fact.tsx';
import { formatCount, formatInstant } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { Word } from '../ui/word.tsx';
import { NUMBER_CELL } from './lot-cells.tsx';
import { OwnersOnly, ReportFrame } from './report-frame.tsx';

const RIGHT_WORDS: Readonly<Record<Right, string>> = {
  wallet: 'signed in with the wallet',
  token: 'API token of the owner',
  delegate: 'policy signed by a delegate',
  'signer-key': 'the signer’s key, within the contract’s limits',
  operator: 'the operator’s command line',
  'own-rules': 'the system’s own rules',
  contract: 'told by the contract itself',
  taker: 'filled what was signed',
  former: 'a kind that is written no more',
};

function Who({ page, who }: { readonly page: CompliancePageDto; readonly who: ComplianceDto['who'] }) {
  const { chainId } = page.portfolio;
  return (
    <Section title="Who may do what now" note={who.paused ? 'the contract is paused' : undefined}>
      <dl className="grid gap-x-10 lg:grid-cols-2">
        <Fact
          name={
            who.kind === 'delegated'
              ? 'Account: holds the tokens; grants, revokes, lets it go on'
              : 'Owner: everything, withdraw included'
          }
        >
          <ChainAddress chainId={chainId} address={who.owner} />
        </Fact>
        {who.guardian !== null && (
          <Fact name="Guardian: reads this, pauses">
            <ChainAddress chainId={chainId} address={who.guardian} />
          </Fact>
        )}
        <Fact name="Signer: sign orders within the limits, pause, void orders">
          {who.signer === null ? 'nobody' : <ChainAddress chainId={chainId} address={who.signer} />}
        </Fact>
        {who.kind === 'balancer' && (
          <Fact name="Takers: fill what was signed">anybody, at the signed price or better</Fact>
        )}
        <Fact name="Generation: orders of former ones are void">{formatCount(who.generation)}</Fact>
        <Fact name="API tokens of the owner: what their scopes say">
          {formatCount(who.liveTokens)} in use
        </Fact>
        <Fact name="Operator: stop the bot, set a portfolio aside">no right over the contract</Fact>
      </dl>
    </Section>
  );
}

const instant = (seconds: number | null): string => (seconds === null ? 'not known' : formatInstant(seconds));
const HEADS = ['Action', 'Who', 'By which right', 'Times', 'First', 'Last'];

function Doing({ row }: { readonly row: DoingRow }) {
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-2 pr-4 font-normal">
        {row.action.replaceAll('-', ' ')}
      </th>
      <td className="py-2 pr-4 font-mono text-[0.75rem] wrap-anywhere">{row.actor}</td>
      <td className="py-2 pr-4">{RIGHT_WORDS[row.right]}</td>
      <td className={NUMBER_CELL}>{formatCount(row.count)}</td>
      <td className={NUMBER_CELL}>{instant(row.firstAtSeconds)}</td>
      <td className={NUMBER_CELL}>{instant(row.lastAtSeconds)}</td>
    </tr>
  );
}

function Log({ log }: { readonly log: ComplianceDto['auditLog'] }) {
  return (
    <Section title="The audit log of this portfolio">
      <p className="border-t border-line py-2.5">
        {log.brokenPlace === null ? (
          <Word tone="good" icon="check">
            Whole
          </Word>
        ) : (
          <Word tone="stop" icon="warning">
            Broken at row {formatCount(log.brokenPlace)}: {log.why}
          </Word>
        )}{' '}
        <span className="text-pretty text-ink-soft">
          {formatCount(log.rows)} {log.rows === 1 ? 'row' : 'rows'}, each hash told again from the row and the
          one before it.
        </span>
      </p>
      {log.head !== null && (
        <p className="text-pretty text-ink-soft">
          Last hash: <span className="font-mono text-[0.75rem] wrap-anywhere">{log.head}</span>. Keep it
          elsewhere: whoever owns the whole database could make the log anew, and only that would show it.
        </p>
      )}
    </Section>
  );
}

function Policies({ policies }: Pick<ComplianceDto, 'policies'>) {
  return (
    <Section title="Policy versions" note="the latest first" empty="No policy was registered yet.">
      {policies.length > 0 && (
        <dl>
          {policies.map(({ version, createdBy, createdAtSeconds }) => (
            <Fact key={version} name={`Version ${formatCount(version)}, by ${createdBy}`}>
              {formatInstant(createdAtSeconds)}
            </Fact>
          ))}
        </dl>
      )}
    </Section>
  );
}

function Compliance({ page, of }: { readonly page: CompliancePageDto; readonly of: ComplianceDto }) {
  return (
    <>
      <Who page={page} who={of.who} />
      <Section title="What was done" note="by whom, and by which right" empty="Nothing yet.">
        {of.doings.length > 0 && (
          <Scrolling label="What was done, as a table">
            <table className="w-full min-w-[56rem] text-left">
              <TableHead heads={HEADS} numbers={HEADS.slice(3)} />
              <tbody>
                {of.doings.map((row) => (
                  <Doing key={`${row.actor} ${row.action}`} row={row} />
                ))}
              </tbody>
            </table>
          </Scrolling>
        )}
      </Section>
      <Policies policies={of.policies} />
      <Log log={of.auditLog} />
    </>
  );
}

/** Who could do what with a portfolio, what was done, and whether the log that says so is whole. */
export function CompliancePage({ page }: { readonly page: CompliancePageDto }) {
  const { compliance, portfolio } = page;
  const of = `/api/portfolios/${portfolio.id}/compliance`;
  return (
    <ReportFrame
      head={page}
      title="Compliance"
      path="/reports/compliance"
      about="Who may do what, what was done and by which right, every version of the policy, and whether the log that says so is as it was written."
      files={
        compliance === null
          ? []
          : [
              { name: 'What was done as CSV', href: `${of}?format=csv` },
              { name: 'All as JSON', href: of },
            ]
      }
    >
      {compliance === null ? <OwnersOnly /> : <Compliance page={page} of={compliance} />}
    </ReportFrame>
  );
}
