import { CUSTODY_SENTENCES } from '../../lib/intents/custody.ts';
import { PageLink } from '../shell/page-link.tsx';
import { Word } from '../ui/word.tsx';

/** Who can move the money of an index account: stands on every page of one. */
export function CustodyWarning() {
  return (
    <aside aria-label="Who can move the money" className="mb-8 rounded-md border border-stop p-4">
      <p>
        <Word tone="stop" icon="warning" strong>
          No contract guards this money
        </Word>
      </p>
      <p className="max-w-prose pt-1 text-pretty">
        {CUSTODY_SENTENCES.join(' ')}{' '}
        <PageLink href="/docs/index-accounts" className="whitespace-nowrap text-accent underline">
          What that means
        </PageLink>
      </p>
    </aside>
  );
}
