import type { ReactNode } from 'react';

/** What links are shown with elsewhere, in pixels. */
export const CARD_SIZE = { width: 1_200, height: 630 } as const;

/** The light ramp of the pages, by value: a picture knows no stylesheet. */
export const CARD_INK = {
  ground: '#faf9f5',
  ink: '#1b1a17',
  soft: '#66635b',
  line: '#e4e1d8',
  track: '#efece3',
  band: '#d9d4c7',
  accent: '#2f5bd0',
  warn: '#8a5700',
} as const;

type Props = { readonly title: string; readonly note: string; readonly children: ReactNode };

/** A card as the picture of a link: a name, what it says, and bars. Its renderer knows boxes that are flex, and nothing else. */
export function CardFrame({ title, note, children }: Props) {
  return (
    <div
      style={{
        ...{ display: 'flex', flexDirection: 'column', width: '100%', height: '100%', padding: 64 },
        ...{ background: CARD_INK.ground, color: CARD_INK.ink, fontSize: 28 },
      }}
    >
      <div style={{ display: 'flex', justifyContent: 'space-between', color: CARD_INK.soft }}>
        <span>1Balancer</span>
        <span>{note}</span>
      </div>
      <div style={{ display: 'flex', fontSize: 52, lineHeight: 1.15, padding: '28px 0 32px' }}>{title}</div>
      {children}
    </div>
  );
}
