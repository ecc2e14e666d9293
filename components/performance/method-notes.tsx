import { Section } from '../ui/section.tsx';

const NOTES: readonly (readonly [string, string])[] = [
  [
    'Value',
    'Units held × the feed’s price at a look’s block. A look at which something held has no price is left out, never guessed.',
  ],
  [
    'Time-weighted',
    'The product of value just before a deposit or withdrawal ÷ value just after the one before, less one (GIPS): when money came or went doesn’t count. While nothing is held nothing is earned.',
  ],
  [
    'Money-weighted',
    'The rate at which all deposits, withdrawals and the value at the end are worth nothing, over the time in which something was held. The yearly rate is the XIRR of spreadsheets, a year of 365 days.',
  ],
  [
    'Holding',
    'The tokens that were put in, never traded. Deposits join in kind; a withdrawal takes the share of the basket that it takes of the portfolio.',
  ],
  [
    'Target index',
    'A dollar spread over the targets anew at every look and left alone in between, at the feeds’ prices and without cost. It stands still while nothing is held.',
  ],
  [
    'Deposits and withdrawals',
    'Valued at the last price that a look knew at their block, else at the next one: what a feed said between two looks isn’t known. One without any price leaves out every figure that it would change.',
  ],
  [
    'Cost',
    'What was sold less what came in, both at the decision’s prices (implementation shortfall). Spread and impact are the part that the fills gave away against the feeds at their own blocks; what prices moved in between is the rest.',
  ],
  [
    'Time to fill',
    'From the look since which the pair was asked for to the last fill. Half of the rebalances took no longer than the median.',
  ],
];

/** How each figure is worked out. */
export function MethodNotes() {
  return (
    <Section title="How these figures are worked out">
      <dl className="grid gap-x-10 gap-y-3 border-t border-line pt-3 lg:grid-cols-2">
        {NOTES.map(([name, words]) => (
          <div key={name}>
            <dt className="font-semibold">{name}</dt>
            <dd className="text-pretty text-ink-soft">{words}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
