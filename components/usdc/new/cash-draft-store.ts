'use client';

import { type CashDraft, cashDraftSchema, EMPTY_CASH_DRAFT } from '../../../lib/creation/cash/cash-draft.ts';
import { type DraftKind, type KeptDraft, useKeptDraft } from '../../wizard/kept-draft.ts';

const KIND: DraftKind<CashDraft> = {
  ...{ key: '1balancer.cash-draft', schema: cashDraftSchema, begin: () => EMPTY_CASH_DRAFT },
};

export type CashDraftStore = KeptDraft<CashDraft>;

/** The draft of a portfolio of USDC that this browser keeps. */
export const useCashDraft = (): CashDraftStore => useKeptDraft(KIND);
