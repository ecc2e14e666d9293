import type { PaperDto } from '../../lib/api/paper.ts';
import { PageLink } from '../shell/page-link.tsx';
import { formatUsd, formatUsdDifference } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';

/** Those that somebody follows already. */
export function OwnPapers({ papers }: { readonly papers: readonly PaperDto[] }) {
  if (papers.length === 0) return null;
  return (
    <div className="pt-8">
      <Section title="Followed on paper">
        <ul>
          {papers.map(({ id, name, valueUsd, heldUsd, setAside }) => (
            <li key={id} className="flex flex-wrap justify-between gap-x-4 border-t border-line py-2.5">
              <PageLink href={`/try/${id}`} className="text-accent underline">
                {name}
              </PageLink>
              <span>
                {setAside === null
                  ? `${formatUsd(valueUsd)}, ${formatUsdDifference(valueUsd, heldUsd)} beside holding`
                  : 'not followed any more'}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
