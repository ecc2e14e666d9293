import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { createIndexAccount, listIndexAccounts } from '../../../services/wire/resources/index-accounts.ts';

export const dynamic = 'force-dynamic';

export const GET = listIndexAccounts;
export const POST = createIndexAccount;
export const OPTIONS = answerPreflight;
