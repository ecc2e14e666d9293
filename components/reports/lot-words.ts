import type { LotAbsence, LotMethod } from '../../lib/reports/lot-events.ts';

/** How each way to choose a lot is called. */
export const METHOD_WORDS: Readonly<Record<LotMethod, string>> = {
  fifo: 'Oldest first',
  lifo: 'Latest first',
  hifo: 'Dearest first',
  average: 'Average cost',
};

/** Why a figure of a lot is not known. */
export const MISSING_WORDS: Readonly<Record<LotAbsence, string>> = {
  'acquisition-unknown': 'more left than is known to have come',
  'cost-unknown': 'no price known when it came',
  'proceeds-unknown': 'no price known when it was sold',
};
