'use client';

import { useEffect } from 'react';
import { useConnectors } from 'wagmi';
import { batchWords, type TrackedBatch } from '../../lib/transactions/tracked-batch.ts';
import { readBatch } from '../../lib/transactions/wallet-batch.ts';
import { type Tone, Word } from '../ui/word.tsx';
import { Button } from '../wallet/button.tsx';
import { askOf } from '../wallet/use-wallet.ts';
import { changeBatch, forgetBatch, keptBatches, useBatches } from './batch-store.ts';

const POLL_MS = 1_000;
const ICONS = { good: 'check', warn: 'warning', stop: 'warning', plain: 'clock' } as const satisfies Record<
  Tone,
  string
>;

/** EIP-5792's "unknown bundle id"; any other refusal says nothing of the batch. */
const UNKNOWN_BUNDLE = 5_730;

function saysUnknown(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; depth < 8 && typeof at === 'object' && at !== null; depth += 1) {
    if ('code' in at && at.code === UNKNOWN_BUNDLE) return true;
    at = 'cause' in at ? at.cause : null;
  }
  return false;
}

/** Asks each wallet for its batches until it has said how they ended. */
function useBatchWatch(): void {
  const connectors = useConnectors();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const round = async (): Promise<void> => {
      for (const batch of keptBatches().filter(({ state }) => state === 'waiting')) {
        const connector = connectors.find(({ id }) => id === batch.walletId);
        if (connector === undefined) continue;
        const told = await readBatch(askOf(connector), batch.id).catch((error: unknown) =>
          saysUnknown(error) ? ({ state: 'unknown', hashes: [] } as const) : null,
        );
        if (told !== null && told.state !== 'waiting')
          changeBatch(batch.id, (kept) => ({ ...kept, state: told.state, hashes: [...told.hashes] }));
      }
      if (!over) timer = setTimeout(() => void round(), POLL_MS);
    };
    void round();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [connectors]);
}

function Row({ batch }: { readonly batch: TrackedBatch }) {
  const { tone, word, sentence } = batchWords(batch);
  return (
    <li className="border-b border-line py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <strong className="font-semibold">{batch.intent}</strong>
        <Word tone={tone} icon={ICONS[tone]} strong>
          {word}
        </Word>
      </div>
      <p className="pt-1 text-pretty">
        {batch.calls} calls as one. {sentence}
      </p>
      {batch.hashes.map((hash) => (
        <p key={hash} className="pt-1 font-mono break-all text-ink-soft">
          {hash}
        </p>
      ))}
      <div className="pt-2">
        <Button onClick={() => forgetBatch(batch.id)}>Take off the list</Button>
      </div>
    </li>
  );
}

/** The batches that wallets were given from this browser; nothing where there are none. */
export function BatchList() {
  const batches = useBatches();
  useBatchWatch();
  if (batches.length === 0) return null;
  return (
    <section aria-labelledby="batches-title" className="pt-8">
      <h2 id="batches-title" className="text-base font-semibold">
        Several calls as one
      </h2>
      <p className="text-ink-soft">As your wallet says.</p>
      <div role="status" aria-live="polite">
        <ul>
          {batches.map((batch) => (
            <Row key={batch.id} batch={batch} />
          ))}
        </ul>
      </div>
    </section>
  );
}
