import type { SourcedRateDto } from '../../lib/api/rates.ts';
import { Age } from '../live/live.tsx';
import { formatPercent, unbroken } from '../ui/format.ts';
import { Word } from '../ui/word.tsx';

/** Where a rate comes from, and how old it is. */
function Origin({ rate }: { readonly rate: SourcedRateDto }) {
  if (rate.source === null || rate.atSeconds === null) return null;
  return (
    <>
      {rate.source}
      {rate.overDays !== null && ` over ${rate.overDays} days`},{' '}
      {(rate.ageSeconds ?? 0) < 0 ? (
        'by a clock that is ahead'
      ) : (
        <>
          <Age atSeconds={rate.atSeconds} /> old
        </>
      )}
    </>
  );
}

/** A rate in a table, with its source and age, or why there is none. */
export function Rate({ rate }: { readonly rate: SourcedRateDto }) {
  const { percent, fault } = rate;
  return (
    <td className="py-2.5 pr-6 align-top">
      {percent === null ? (
        <p className="text-ink-soft">not known</p>
      ) : (
        <p className={fault === null ? '' : 'text-ink-soft'}>{formatPercent(percent)}</p>
      )}
      {percent !== null && (
        <p className="text-ink-soft">
          <Origin rate={rate} />
        </p>
      )}
      {fault !== null &&
        (fault.word === 'missing' ? (
          <p className="text-pretty text-ink-soft">{unbroken(fault.why)}</p>
        ) : (
          <p className="text-pretty">
            <Word tone="warn" icon="warning">
              {fault.word}
            </Word>{' '}
            <span className="text-ink-soft">{unbroken(fault.why)}</span>
          </p>
        ))}
    </td>
  );
}
