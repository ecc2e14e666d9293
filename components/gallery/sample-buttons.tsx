'use client';

import { useState } from 'react';
import { BUTTON } from '../ui/button.ts';

const SAMPLES = { quiet: 'Quiet', accent: 'Accent', grave: 'Grave' } as const;

/** Each look of a button, side by side; what was pressed is said, since nothing else comes of it here. */
export function SampleButtons({ disabled = false }: { readonly disabled?: boolean }) {
  const [said, setSaid] = useState('');
  const press = (word: string): void =>
    setSaid((before) =>
      before === `${word} was pressed.` ? `${word} was pressed again.` : `${word} was pressed.`,
    );
  return (
    <>
      {(Object.keys(SAMPLES) as (keyof typeof SAMPLES)[]).map((look) => (
        <button
          type="button"
          key={look}
          className={BUTTON[look]}
          disabled={disabled}
          onClick={() => press(SAMPLES[look])}
        >
          {SAMPLES[look]}
        </button>
      ))}
      <span aria-live="polite">{said}</span>
    </>
  );
}
