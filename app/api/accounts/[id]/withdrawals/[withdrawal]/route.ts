import 'server-only';
import { answerPreflight } from '../../../../../../services/wire/api.ts';
import { chooseIndexWithdrawal } from '../../../../../../services/wire/resources/index-withdrawals.ts';

export const dynamic = 'force-dynamic';

export const POST = chooseIndexWithdrawal;
export const OPTIONS = answerPreflight;
