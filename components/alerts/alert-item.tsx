import { runbookAnchor } from '../../lib/alerts/alert-kinds.ts';
import type { AlertRow } from '../../lib/api/alerts.ts';
import { Age } from '../live/live.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { formatCount, formatInstant, formatSpan, unbroken } from '../ui/format.ts';
import { Word } from '../ui/word.tsx';

function When({ alert }: { readonly alert: AlertRow }) {
  const { raisedAtSeconds, recoveredAtSeconds, count } = alert;
  if (recoveredAtSeconds !== null)
    return (
      <>
        {formatInstant(raisedAtSeconds)}, for {formatSpan(recoveredAtSeconds - raisedAtSeconds)}
      </>
    );
  return (
    <>
      Since {formatInstant(raisedAtSeconds)}, seen by {formatCount(count)} {count === 1 ? 'look' : 'looks'},
      the last <Age atSeconds={alert.lastSeenAtSeconds} /> ago
    </>
  );
}

/** One alert: what is wrong, what it means, what can be done. One that has passed says when. */
export function AlertItem({ alert }: { readonly alert: AlertRow }) {
  const { kind, severity, title, sentence, meaning, remedy, recoveredAtSeconds } = alert;
  const isOpen = recoveredAtSeconds === null;
  return (
    <li className="border-t border-line py-3" data-alert={kind}>
      <p className="flex flex-wrap items-baseline justify-between gap-x-6">
        <span className="font-semibold">{title}</span>
        {!isOpen && (
          <Word tone="good" icon="check">
            Passed
          </Word>
        )}
        {isOpen && (
          <Word
            tone={severity === 'critical' ? 'stop' : 'warn'}
            icon={severity === 'critical' ? 'stop' : 'warning'}
          >
            {severity === 'critical' ? 'Needs you now' : 'Needs attention'}
          </Word>
        )}
      </p>
      <p className="text-pretty">{unbroken(sentence)}</p>
      {isOpen && (
        <p className="text-pretty text-ink-soft">
          {meaning} {remedy}{' '}
          <PageLink href={`/docs/alerts#${runbookAnchor(kind)}`} className="underline">
            More of this alert
          </PageLink>
        </p>
      )}
      <p className="text-ink-soft">
        <When alert={alert} />
      </p>
    </li>
  );
}
