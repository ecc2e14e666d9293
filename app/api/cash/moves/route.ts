import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { listCashMoves } from '../../../../services/wire/resources/cash.ts';

export const dynamic = 'force-dynamic';

export const GET = listCashMoves;
export const OPTIONS = answerPreflight;
