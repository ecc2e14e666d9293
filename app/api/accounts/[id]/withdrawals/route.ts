import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import {
  createIndexWithdrawal,
  listIndexWithdrawals,
} from '../../../../../services/wire/resources/index-withdrawals.ts';

export const dynamic = 'force-dynamic';

export const GET = listIndexWithdrawals;
export const POST = createIndexWithdrawal;
export const OPTIONS = answerPreflight;
