'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { type DryRun, DryRunSwaps, dryRunSchema } from './dry-run.tsx';
import { ToldLine } from './told-line.tsx';
import { useAsked } from './use-asked.ts';
import { useAssets } from './use-assets.ts';

/** A look that is tried now, or asked for. Neither trades by itself: what a look decides is decided as ever. */
export function AskForLook({ id }: { readonly id: string }) {
  const router = useRouter();
  const { assets } = useAssets();
  const { busy, told, ask } = useAsked([]);
  const [run, setRun] = useState<DryRun | null>(null);
  const look = (body: object, done: (value: unknown) => string | null): void => {
    setRun(null);
    void ask({ send: () => apiRequest('POST', `/api/accounts/${id}/rebalance`, body), done });
  };
  return (
    <div className="pt-3">
      <div className="flex flex-wrap gap-3">
        <button
          type="button"
          disabled={busy}
          className={BUTTON.quiet}
          onClick={() =>
            look({ dryRun: true }, (value) => {
              setRun(dryRunSchema.parse(value));
              return null;
            })
          }
        >
          What would a look do now?
        </button>
        <button
          type="button"
          disabled={busy}
          className={BUTTON.quiet}
          onClick={() =>
            look({}, () => {
              router.refresh();
              return 'The next tick looks at it.';
            })
          }
        >
          Look with the next tick
        </button>
      </div>
      <div className="pt-2" role="status">
        {run !== null && <DryRunSwaps run={run} assets={assets ?? []} />}
      </div>
      <ToldLine told={told} />
    </div>
  );
}
