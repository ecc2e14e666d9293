import type { ActivityDto, ActivityKind } from '../../lib/api/portfolio-detail-dto.ts';
import { explorerHref } from '../ui/explorer-href.ts';
import { formatCount, formatInstant } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Section } from '../ui/section.tsx';

const KINDS: Readonly<Record<ActivityKind, { readonly icon: IconName; readonly word: string }>> = {
  money: { icon: 'arrow', word: 'Money' },
  fill: { icon: 'exchange', word: 'Fill' },
  owner: { icon: 'layers', word: 'Contract' },
};

const SHOWN = 25;

function Line({ line, chainId }: { readonly line: ActivityDto; readonly chainId: number }) {
  const { icon, word } = KINDS[line.kind];
  return (
    <li className="border-t border-line py-2.5">
      <p className="flex items-baseline gap-2">
        <span className="translate-y-0.5 text-ink-soft" title={word}>
          <Icon name={icon} />
          <span className="sr-only">{word}: </span>
        </span>
        <span className="min-w-0 wrap-anywhere">{line.sentence}</span>
      </p>
      {line.more.length > 0 && <p className="pl-5.5 text-pretty wrap-anywhere">{line.more.join(' · ')}</p>}
      <p className="pl-5.5 text-ink-soft">
        {line.blockTimeSeconds !== null && `${formatInstant(line.blockTimeSeconds)}, `}block{' '}
        {formatCount(line.blockNumber)} ·{' '}
        <Hex
          hex={line.txHash}
          kind="transaction"
          copy
          href={explorerHref(chainId, 'transaction', line.txHash)}
        />
      </p>
    </li>
  );
}

/** Everything that the chain's logs say of the contract, newest first. */
export function ActivityList({
  activity,
  chainId,
}: {
  readonly activity: readonly ActivityDto[];
  readonly chainId: number;
}) {
  return (
    <Section
      title="Activity"
      note="read from the chain, in the chain’s time"
      empty="Nothing yet. Deposits, withdrawals, fills and changes of the contract appear here."
    >
      {activity.length > 0 && (
        <ul>
          {activity.slice(0, SHOWN).map((line) => (
            <Line key={line.txHash} line={line} chainId={chainId} />
          ))}
        </ul>
      )}
    </Section>
  );
}
