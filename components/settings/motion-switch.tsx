'use client';

import { useState } from 'react';
import { useListening } from '../ui/use-listening.ts';

export type Motion = 'system' | 'less';

const YEAR_SECONDS = 31_536_000;

/** Whether things may move here: as the system says, or not. Kept in a cookie, so that the first byte of a page already knows. */
export function MotionSwitch({ initial }: { readonly initial: Motion }) {
  const [motion, setMotion] = useState(initial);
  const isListening = useListening();
  const choose = (less: boolean): void => {
    const next = less ? 'less' : 'system';
    setMotion(next);
    document.documentElement.dataset.motion = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `motion=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  };
  return (
    <label className="inline-flex min-h-9 cursor-pointer items-center gap-2">
      <input
        type="checkbox"
        checked={motion === 'less'}
        disabled={!isListening}
        onChange={({ target }) => choose(target.checked)}
        className="size-4 accent-(--accent)"
      />
      Nothing moves, whatever the system says
    </label>
  );
}
