import { z } from 'zod';
import type { PortfolioDto } from './portfolio-dto.ts';

/** `change`: of the contract, the policy or what is told of the portfolio. `decision`: to trade. `check`: a look that found nothing to do. */
export const TIMELINE_KINDS = ['money', 'fill', 'change', 'decision', 'check'] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** `operator`: whoever runs the bot, and what it does by itself about a portfolio. */
export const TIMELINE_ACTORS = ['owner', 'bot', 'taker', 'anyone', 'operator'] as const;
export type TimelineActor = (typeof TIMELINE_ACTORS)[number];

/** A place in the timeline: its second, kind and key. */
export const timelinePlace = z.string().regex(/^\d{1,12}\.[a-z]{1,10}\.[0-9a-z-]{1,60}$/);

/** What the address of an activity page may ask; null = all, nonsense is as good as nothing. `before`: only what came before that place. */
export const timelineViewSchema = z.object({
  kind: z.enum(TIMELINE_KINDS).nullable().catch(null).default(null),
  actor: z.enum(TIMELINE_ACTORS).nullable().catch(null).default(null),
  before: timelinePlace.nullable().catch(null).default(null),
});
export type TimelineView = z.output<typeof timelineViewSchema>;

/** The address of a portfolio's activity page in a view; what nobody asked for is left out. */
export const timelineHref = (href: string, view: TimelineView): string => {
  const wanted = Object.entries(view).flatMap(([name, word]) => (word === null ? [] : [`${name}=${word}`]));
  return `${href}/activity${wanted.length === 0 ? '' : `?${wanted.join('&')}`}`;
};

/** One thing as it was and as it is. */
export type ChangeDto = { readonly label: string; readonly before: string; readonly after: string };

/** One thing that happened. */
export type TimelineLineDto = {
  readonly id: string;
  readonly kind: TimelineKind;
  readonly actor: TimelineActor;
  /** Whose address, key or token it was; null where the kind of actor says it all. */
  readonly by: string | null;
  readonly atSeconds: number;
  readonly sentence: string;
  readonly changes: readonly ChangeDto[];
  /** What it changed of a document, whole; null where `changes` says it. */
  readonly documents: { readonly before: unknown; readonly after: unknown } | null;
  readonly txHash: string | null;
  readonly blockNumber: string | null;
  readonly decisionId: string | null;
  readonly tickId: string | null;
};

/** A portfolio's timeline, the latest first. */
export type TimelineDto = {
  readonly readAtSeconds: number;
  readonly version: string;
  readonly portfolio: Pick<PortfolioDto, 'id' | 'chainId' | 'address' | 'name' | 'simulated'>;
  readonly isOwner: boolean;
  /** Whether they are told what its owner is: they own it, or guard the account. */
  readonly isTold: boolean;
  readonly view: TimelineView;
  readonly lines: readonly TimelineLineDto[];
  readonly nextBefore: string | null;
};
