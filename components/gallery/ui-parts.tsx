import type { ReactNode } from 'react';
import { Trouble } from '../shell/notices.tsx';
import { ChoiceLinks } from '../ui/choice-links.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { Fact } from '../ui/fact.tsx';
import { FIELD } from '../ui/field.ts';
import { Figure } from '../ui/figure.tsx';
import { Hex } from '../ui/hex.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { type Tone, Word } from '../ui/word.tsx';
import { SampleButtons } from './sample-buttons.tsx';
import { ADDRESS, HASH } from './samples.ts';

const TONES: Readonly<Record<Tone, readonly [icon: IconName, word: string]>> = {
  good: ['check', 'On target'],
  warn: ['warning', 'Outside'],
  stop: ['stop', 'Halted'],
  plain: ['clock', 'Waiting'],
};

const ICONS: readonly IconName[] = [
  ...([
    'check',
    'clock',
    'exchange',
    'warning',
    'pause',
    'dashed',
    'above',
    'below',
    'stop',
    'copy',
  ] as const),
  ...(['pulse', 'arrow', 'close', 'contrast', 'flask', 'sun', 'moon', 'screen', 'plus', 'layers'] as const),
];

const figures = (...shown: readonly ReactNode[]) => (
  <dl className="grid grid-cols-2 gap-6 lg:grid-cols-3">{shown}</dl>
);

/** Each part of components/ui by its exported name, in each state that it can be in. */
export const UI_PARTS: Readonly<Record<string, Readonly<Record<string, ReactNode>>>> = {
  BUTTON: {
    ready: <SampleButtons />,
    'read-only': <SampleButtons disabled />,
  },
  ChoiceLinks: {
    ready: (
      <ChoiceLinks
        here="/gallery"
        choices={[
          { name: '30 days', href: '/gallery' },
          { name: 'a year', href: '/gallery?range=year' },
        ]}
      />
    ),
  },
  CopyButton: { ready: <CopyButton text={ADDRESS} what="address" /> },
  Drawer: {
    ready: (
      <Drawer label="Drawer" title="A drawer">
        <p>What belongs to a page and would crowd it.</p>
      </Drawer>
    ),
  },
  Fact: {
    ready: (
      <dl className="max-w-md">
        <Fact name="Distance">10 bps above the market</Fact>
      </dl>
    ),
  },
  FIELD: {
    ready: <input aria-label="Amount" defaultValue="10000" className={FIELD} />,
    refused: <input aria-label="Amount, refused" aria-invalid defaultValue="ten" className={FIELD} />,
    'read-only': <input aria-label="Amount, read-only" disabled defaultValue="10000" className={FIELD} />,
  },
  Figure: {
    filled: figures(
      <Figure key="large" label="Value" value="$ 49,615.00" large>
        at block 38,114,902
      </Figure>,
      <Figure key="small" label="Tracking error" value="3.10 %">
        WETH is the furthest
      </Figure>,
    ),
    unknown: figures(
      <Figure key="unknown" label="Tracking error" value="–">
        unknown while a price is missing
      </Figure>,
    ),
    stale: figures(
      <Figure key="stale" label="Value" value="$ 49,615.00">
        <Word tone="warn" icon="clock">
          12 min old
        </Word>
      </Figure>,
    ),
  },
  Hex: {
    'with copy': <Hex hex={ADDRESS} kind="address" copy />,
    'read-only': <Hex hex={HASH} kind="transaction" />,
  },
  Icon: {
    all: <>{ICONS.map((name) => [<Icon key={name} name={name} />, ' '])}</>,
    dashed: <Icon name="clock" dashed />,
  },
  Scrolling: {
    ready: (
      <Scrolling label="What is wider than its place">
        <p className="w-[60rem]">
          It scrolls aside by itself, by keyboard too, and the page stays where it is.
        </p>
      </Scrolling>
    ),
  },
  Section: {
    filled: (
      <Section title="Open orders" note="1">
        <p className="border-t border-line py-2.5">What stands in it.</p>
      </Section>
    ),
    empty: (
      <Section
        title="Open orders"
        note="0"
        empty="No order is open. The bot signs one when a weight leaves its band."
      />
    ),
    loading: (
      <Section title="Open orders">
        <Skeleton label="The orders are being read." rows={2} />
      </Section>
    ),
    error: (
      <Section title="Open orders">
        <Trouble title="The database did not answer.">
          <p>This page tries again every few seconds.</p>
        </Trouble>
      </Section>
    ),
  },
  Skeleton: { loading: <Skeleton label="The list is being read." rows={3} /> },
  TableHead: {
    ready: (
      <table className="w-full text-left">
        <TableHead heads={['Decided', 'Why', 'Traded']} numbers={['Traded']} />
      </table>
    ),
  },
  Word: Object.fromEntries(
    Object.entries(TONES).map(([tone, [icon, word]]) => [
      tone,
      <Word key={tone} tone={tone as Tone} icon={icon}>
        {word}
      </Word>,
    ]),
  ),
};

/** A part's states one below the other, each with its name. */
export function States({ states }: { readonly states: Readonly<Record<string, ReactNode>> }) {
  return (
    <dl className="space-y-4">
      {Object.entries(states).map(([state, shown]) => (
        <div
          key={state}
          data-state={state}
          className="grid grid-cols-[7rem_minmax(0,1fr)] gap-4 max-sm:grid-cols-1"
        >
          <dt className="text-ink-soft">{state}</dt>
          <dd className="flex flex-wrap items-center gap-3 *:min-w-0 has-[section]:block has-[dl]:block has-[[role=status]]:block">
            {shown}
          </dd>
        </div>
      ))}
    </dl>
  );
}
