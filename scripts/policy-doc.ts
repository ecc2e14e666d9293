import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { REASON_WORDS } from '../lib/engine/explain.ts';
import { PRESET_NAMES } from '../lib/engine/policy.ts';
import { buildUpDays, GUARD_PRESETS, type GuardSettings } from '../lib/policy/guard-presets.ts';
import { policyJsonSchema, policyToJson } from '../lib/policy/policy.ts';
import { PRESET_SUMMARIES, PRESETS } from '../lib/policy/policy-presets.ts';

/** As much of JSON Schema as the policy's has. */
type Node = {
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
  readonly prefixItems?: readonly Node[];
  readonly items?: Node;
};

/** What fields that hold other fields are for. */
const PARTS: Readonly<Record<string, string>> = {
  version: 'Of this format.',
  triggers: 'What calls for a rebalance: one of the kinds below, or up to 8 of which any one suffices.',
  destination: 'How far to trade then.',
  limits: 'What no plan exceeds.',
  window: 'The only time at which to trade; `null` = at all times.',
  costGate: 'Trades only what is worth its cost; `null` = whatever it costs within the limits.',
  orderTerms: 'How legs are offered.',
  assetRules: 'Exceptions for single tokens, at most 64.',
  token: 'Address of the token.',
  kind: 'Which of them.',
};

/** A description without the default, which has a column of its own. */
export const withoutDefault = (description: string): string =>
  description.replace(/[;,] default [^.]*\.$/, '.').replace(/ Default [^.]*\.$/, '');

/** What the schema's JSON form doesn't tell. */
const DEFAULTS: Readonly<Record<string, string>> = {
  limits: 'as below',
  orderTerms: 'as below',
  assetRules: 'none',
};

const defaultOf = (name: string, node: Node, required: readonly string[]): string => {
  if (node.const !== undefined) return `always \`${JSON.stringify(node.const)}\``;
  if (required.includes(name)) return 'needed';
  return DEFAULTS[name] ?? `\`${JSON.stringify(node.default)}\``;
};

const wordsOf = (name: string, node: Node): string => {
  const words = withoutDefault(node.description ?? PARTS[name] ?? '');
  const band =
    node.oneOf === undefined || name !== 'band' ? '' : ' An `absolute`, `relative` or `hybrid` band.';
  const choices =
    node.enum === undefined ? '' : ` One of ${node.enum.map((one) => `\`${one}\``).join(', ')}.`;
  return (words + band + choices).trim().replaceAll('|', '\\|');
};

const table = (node: Node): string => {
  const rows = Object.entries(node.properties ?? {}).map(
    ([name, field]) =>
      `| \`${name}\` | ${wordsOf(name, field)} | ${defaultOf(name, field, node.required ?? [])} |`,
  );
  return ['| field | meaning, unit, range | default |', '|---|---|---|', ...rows].join('\n');
};

const kindsOf = (node: Node): readonly string[] =>
  (node.oneOf ?? []).map((kind) => {
    const { kind: name, ...fields } = kind.properties ?? {};
    const title = `**\`"kind": "${String(name?.const)}"\`**`;
    return Object.keys(fields).length === 0
      ? `${title} (nothing else to say)`
      : `${title}\n\n${table({ ...kind, properties: fields })}`;
  });

/** An object that may be null as the object. */
const present = (node: Node): Node => (node.anyOf ?? []).find(({ properties }) => properties) ?? node;

const guards = (): string => {
  const fields = Object.keys(GUARD_PRESETS.index) as readonly (keyof GuardSettings)[];
  const rows = fields.map(
    (field) =>
      `| \`${field}\` | ${PRESET_NAMES.map((name) => String(GUARD_PRESETS[name][field])).join(' | ')} |`,
  );
  const header = `| | ${PRESET_NAMES.join(' | ')} |\n|---|${PRESET_NAMES.map(() => '---').join('|')}|`;
  return [header, ...rows].join('\n');
};

const BUILD_UP = { costsBps: [10, 25, 50, 100], lossesBpsPerDay: [100, 50, 25, 10] } as const;

const buildUps = (): string => {
  const { costsBps, lossesBpsPerDay } = BUILD_UP;
  const rows = lossesBpsPerDay.map((lossBpsPerDay) => {
    const days = costsBps.map((costBps) => buildUpDays({ turnoverBps: 10_000, costBps, lossBpsPerDay }));
    return `| ${lossBpsPerDay} | ${days.map((each) => (each === 0 ? 'at once' : `${each}`)).join(' | ')} |`;
  });
  const header = `| \`lossBpsPerDay\` | ${costsBps.map((costBps) => `${costBps} bps`).join(' | ')} |`;
  return [header, `|---|${costsBps.map(() => '---').join('|')}|`, ...rows].join('\n');
};

const EXAMPLE = `{
  "version": 1,
  "triggers": [{ "kind": "relative", "bandBps": 1000 }],
  "limits": { "minTradeUsd": "100", "dailyVolumeUsd": "20000" }
}`;

/** The text of docs/policy.md: every field of a policy with unit, range and default, the presets, and the reasons. */
export const renderPolicyDoc = (): string => {
  const root = z.toJSONSchema(policyJsonSchema, { io: 'input', unrepresentable: 'any' }) as Node;
  const part = (name: string): Node => root.properties?.[name] ?? {};
  const plain: Readonly<Record<string, unknown>> = policyToJson(PRESETS.index).limits;
  const presets = PRESET_NAMES.map((name) => {
    const { triggers, destination, limits, lookEverySeconds } = policyToJson(PRESETS[name]);
    const others = Object.entries(limits).filter(([field, value]) => value !== plain[field]);
    const fires = triggers.map((trigger) => `\`${JSON.stringify(trigger)}\``).join(', ');
    return `| \`${name}\` | ${PRESET_SUMMARIES[name]} | ${fires} | \`${JSON.stringify(destination)}\` | ${others.map(([field, value]) => `\`${field}\` ${value}`).join(', ') || 'defaults'} | ${lookEverySeconds} s |`;
  });
  const reasons = Object.entries(REASON_WORDS).map(([reason, words]) => `| \`${reason}\` | ${words} |`);
  return `# Policies

A policy says what makes a portfolio trade, how far, and within which limits. It is a preset's name or a JSON object; what it leaves out
takes the default. \`npm run backtest -- --policy FILE\` tries one on past prices. Amounts of USD are text, so that no digit is lost.
Fields that contradict each other are refused with the field's name and the reason.

\`\`\`json
${EXAMPLE}
\`\`\`

This page is written by \`npx tsx scripts/policy-doc.ts\` from the schema that reads policies; a test compares the two.

## Presets

| name | in words | triggers | destination | limits | looks every |
|---|---|---|---|---|---|
${presets.join('\n')}

## Guards that fit

What an owner sets in the contract, beside the policy: the bot can't exceed it. \`lossBpsPerDay\` / 2 pays for building the whole portfolio at
once at the worst price that the policy's defaults ask. A policy that comes due sooner than \`cooldownSeconds\` waits; orders
of one that fires inside \`minDriftBps\` can't be filled after a small move of prices, for an asset inside may not cross its target.

${guards()}

The contract calls the two times \`orderTtlMax\` and \`cooldown\`.

A first purchase sells more than a day's turnover: the owner grants it once, with the portfolio's creation (\`oneOff\`, or
\`grantTurnover\` later). The loss budget is not lifted with it; it spreads what half of it doesn't pay for over days. For a whole
portfolio, in days, by what a trade costs:

${buildUps()}

## Fields

${table(root)}

### triggers

${kindsOf(part('triggers').prefixItems?.[0] ?? {}).join('\n\n')}

### destination

${kindsOf(part('destination')).join('\n\n')}

### limits

${table(part('limits'))}

### window

${table(present(part('window')))}

### costGate

${table(present(part('costGate')))}

### orderTerms

${table(part('orderTerms'))}

### orderTerms.immediate

${table(present(part('orderTerms').properties?.['immediate'] ?? {}))}

### orderTerms.inParts

${table(present(part('orderTerms').properties?.['inParts'] ?? {}))}

### assetRules

${table(part('assetRules').items ?? {})}

## Reasons

Why a portfolio, an asset or a leg is not traded. The list is closed; the database, the API and the pages use the same words.

| word | meaning |
|---|---|
${reasons.join('\n')}
`;
};

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(import.meta.dirname, '../docs/policy.md'), renderPolicyDoc());
}
