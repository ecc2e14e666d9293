import type { ChangeDto, TimelineDto, TimelineKind, TimelineLineDto } from '../../lib/api/timeline-dto.ts';
import type { Json } from '../policy/form-node.ts';
import { policyDifferences } from '../policy/policy-differences.ts';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { PageLink } from '../shell/page-link.tsx';
import { explorerHref } from '../ui/explorer-href.ts';
import { formatCount, formatTime } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';

const ICONS: Readonly<Record<TimelineKind, IconName>> = {
  money: 'arrow',
  fill: 'exchange',
  change: 'layers',
  decision: 'pulse',
  check: 'clock',
};

const CHANGES_SHOWN = 24;

const changesOf = ({ changes, documents }: TimelineLineDto): readonly ChangeDto[] =>
  documents === null ? changes : policyDifferences(documents.before as Json, documents.after as Json);

function Changes({ line }: { readonly line: TimelineLineDto }) {
  const changes = changesOf(line);
  if (changes.length === 0) return null;
  return (
    <dl className="pl-5.5">
      {changes.slice(0, CHANGES_SHOWN).map(({ label, before, after }) => (
        <div key={label} className="flex flex-wrap gap-x-2">
          <dt className="text-ink-soft">{label}</dt>
          <dd className="wrap-anywhere">
            <s className="text-ink-soft">{before}</s> → {after}
          </dd>
        </div>
      ))}
      {changes.length > CHANGES_SHOWN && (
        <div className="text-ink-soft">
          <dt className="sr-only">More</dt>
          <dd>and {formatCount(changes.length - CHANGES_SHOWN)} more</dd>
        </div>
      )}
    </dl>
  );
}

type Props = {
  readonly line: TimelineLineDto;
  readonly portfolio: TimelineDto['portfolio'];
  readonly isOwner: boolean;
};

/** Who, with the address or key where there is one. */
function Actor({ line, isOwner }: Omit<Props, 'portfolio'>) {
  const { actor, by } = line;
  const hex = by?.match(/0x[0-9a-f]{40}$/)?.[0];
  const word = actor === 'owner' && isOwner ? 'you' : actor;
  return (
    <>
      {word}
      {by?.startsWith('token:') && ', by an API token'}
      {hex !== undefined && (
        <>
          {' '}
          <Hex hex={hex} kind="address" href={`/address/${hex}`} />
        </>
      )}
    </>
  );
}

/** One thing that happened: what, by whom, when, and where to read more. */
export function TimelineLine({ line, portfolio, isOwner }: Props) {
  const href = portfolioHref(portfolio);
  return (
    <li className="border-t border-line py-2.5" data-line={line.id}>
      <p className="flex items-baseline gap-2">
        <span className="translate-y-0.5 text-ink-soft" title={line.kind}>
          <Icon name={ICONS[line.kind]} />
          <span className="sr-only">{line.kind}: </span>
        </span>
        <span className="min-w-0 text-pretty wrap-anywhere">{line.sentence}</span>
      </p>
      <Changes line={line} />
      <p className="flex flex-wrap gap-x-2 pl-5.5 text-ink-soft">
        <span>{formatTime(line.atSeconds)}</span>
        <span>
          · <Actor line={line} isOwner={isOwner} />
        </span>
        {line.blockNumber !== null && <span>· block {formatCount(line.blockNumber)}</span>}
        {line.txHash !== null && (
          <Hex
            hex={line.txHash}
            kind="transaction"
            href={explorerHref(portfolio.chainId, 'transaction', line.txHash)}
          />
        )}
        {line.decisionId !== null && (
          <PageLink href={`${href}/decisions/${line.decisionId}`} className="text-accent hover:underline">
            {line.kind === 'check' ? 'the last one' : 'decision'}
          </PageLink>
        )}
        {line.tickId !== null && (
          <span>
            · tick <span className="font-mono text-[0.75rem]">{line.tickId.slice(0, 8)}</span>
          </span>
        )}
      </p>
    </li>
  );
}
