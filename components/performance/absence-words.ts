import type { FactAbsence } from '../../lib/facts/fact.ts';

/** Why a figure is not told, after its name. */
export const ABSENCE_WORDS: Readonly<Record<FactAbsence, string>> = {
  'never-valued': 'The bot has not valued this portfolio yet.',
  'under-seven-days': 'Told once it was watched for seven days.',
  'under-a-year': 'Told of a year or more: a shorter time is not blown up to one.',
  'nothing-held': 'Nothing was held.',
  'no-targets': 'There are no targets.',
  'flow-unpriced': 'A deposit or a withdrawal has no known price, so what it brought isn’t known.',
  'price-missing': 'A price is missing.',
  'not-recorded': 'Not recorded from the beginning of this span.',
  'no-rate': 'No single rate explains these payments.',
  'nothing-closed': 'No order is over yet.',
  'nothing-traded': 'Nothing was traded.',
  'gas-unknown': 'Somebody else than a taker paid, and how much isn’t known.',
  'out-of-range': 'Too large to be told.',
  'too-few-looks': 'The bot has looked too seldom in this time.',
  'too-few-prices': 'Too few prices of this time are stored.',
  'no-limits-read': 'The contract’s limits have not been read yet.',
  'no-deviation': 'Nothing fell or varied, so there is no risk to measure a return by.',
};
