import type { ChangeDto, TimelineLineDto } from '../../lib/api/timeline-dto.ts';
import { explain, REASON_WORDS } from '../../lib/engine/explain.ts';
import type { TimelineRecord } from '../../lib/ledger/timeline.ts';
import { grouped, percentText } from '../../lib/money/display.ts';
import { amountOf, eventSentence, short, spelled } from './activity-dtos.ts';
import { type Tokens, tokenAt } from './token-words.ts';

type Of<Kind extends TimelineRecord['kind']> = Extract<TimelineRecord, { readonly kind: Kind }>;
/** What a line has beside its place, kind and actor. */
type Told = Partial<Omit<TimelineLineDto, 'id' | 'atSeconds' | 'actor'>> &
  Pick<TimelineLineDto, 'kind' | 'sentence'>;

type Details = Readonly<Record<string, unknown>> | null;

const NOTHING = 'none';
const wordOf = (value: unknown): string =>
  value === undefined || value === null
    ? NOTHING
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

const percentOf = (bps: unknown): string =>
  bps === undefined ? NOTHING : `${percentText(Number(bps), 2)} %`;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Targets stand in the order of the contract's list; while that has another length than the one of now, by their place. */
const targetChanges = (before: Details, after: Details, tokens: Tokens): readonly ChangeDto[] => {
  const [was, is] = [listOf(before?.targetsBps), listOf(after?.targetsBps)];
  const symbols = [...tokens.values()].map(({ symbol }) => symbol);
  return [...Array(Math.max(was.length, is.length)).keys()].flatMap((index) => {
    if (was[index] === is[index]) return [];
    const label = symbols.length === is.length ? (symbols[index] ?? '') : `Asset ${index + 1}`;
    return [{ label, before: percentOf(was[index]), after: percentOf(is[index]) }];
  });
};

const fieldChanges = (before: Details, after: Details): readonly ChangeDto[] => {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].flatMap((name) => {
    const [was, is] = [wordOf(before?.[name]), wordOf(after?.[name])];
    return was === is ? [] : [{ label: spelled(name), before: was, after: is }];
  });
};

const guardOf = (details: Details): Details =>
  typeof details?.guard === 'object' ? (details.guard as Details) : details;

/** How the contract's words changed; a first one has nothing before it. */
const eventChanges = ({ name, details, before }: Of<'event'>, tokens: Tokens): readonly ChangeDto[] => {
  if (name === 'TargetsSet') return targetChanges(before, details, tokens);
  if (name === 'GuardSet') return fieldChanges(guardOf(before), guardOf(details));
  if (name === 'SignerSet') return fieldChanges(before, details);
  if (name === 'OwnershipTransferred')
    return [{ label: 'Owner', before: wordOf(details.previousOwner), after: wordOf(details.newOwner) }];
  return [];
};

const AUDIT_WORDS: Readonly<Record<string, string>> = {
  'policy-changed': 'Changed the policy',
  'portfolio-registered': 'Registered the portfolio and its policy',
  'portfolio-changed': 'Changed what is told of the portfolio',
  'look-asked-for': 'Asked for a check',
};

const toldMoney = (one: Of<'money'>, tokens: Tokens): Told => {
  const amount = amountOf(one.units, tokenAt(tokens, one.token));
  const way = one.direction === 'in' ? 'came in from' : 'went out to';
  return {
    kind: 'money',
    sentence: `${amount} ${way} ${short(one.counterparty)}`,
    by: one.direction === 'in' ? one.counterparty : null,
  };
};

const toldFill = (one: Of<'fill'>, tokens: Tokens): Told => ({
  kind: 'fill',
  sentence: `Sold ${amountOf(one.sellUnits, tokenAt(tokens, one.sellToken))} for ${amountOf(one.buyUnits, tokenAt(tokens, one.buyToken))}`,
  by: one.taker,
});

const toldAudit = (one: Of<'audit'>): Told => ({
  kind: 'change',
  sentence: AUDIT_WORDS[one.action] ?? spelled(one.action.replaceAll('-', ' ')),
  by: one.by,
  documents: one.before === null && one.after === null ? null : { before: one.before, after: one.after },
});

const toldDecision = ({ decision, decisionId, tickId, blockNumber }: Of<'decision'>): Told => ({
  kind: 'decision',
  sentence: decision === null ? 'Decided to trade; this version can’t read how.' : explain(decision).why,
  ...{ decisionId, tickId, blockNumber: `${blockNumber}` },
});

const toldCheck = ({ looks, reason, lastDecisionId, lastTickId }: Of<'check'>): Told => ({
  kind: 'check',
  sentence: `${grouped(String(looks))} ${looks === 1 ? 'check' : 'checks'}, nothing to do: ${REASON_WORDS[reason]}`,
  ...{ decisionId: lastDecisionId, tickId: lastTickId },
});

const told = (one: TimelineRecord, tokens: Tokens): Told => {
  switch (one.kind) {
    case 'money':
      return toldMoney(one, tokens);
    case 'fill':
      return toldFill(one, tokens);
    case 'event':
      return {
        kind: 'change',
        sentence: eventSentence(one, tokens) ?? spelled(one.name),
        changes: eventChanges(one, tokens),
      };
    case 'audit':
      return toldAudit(one);
    case 'decision':
      return toldDecision(one);
    case 'check':
      return toldCheck(one);
  }
};

/** One thing that happened, in words. */
export const timelineLineOf = (one: TimelineRecord, tokens: Tokens): TimelineLineDto => ({
  ...{ id: one.place, actor: one.actor, atSeconds: one.atSeconds, by: null, changes: [], documents: null },
  txHash: 'txHash' in one ? one.txHash : null,
  blockNumber: 'txHash' in one ? `${one.blockNumber}` : null,
  ...{ decisionId: null, tickId: null },
  ...told(one, tokens),
});
