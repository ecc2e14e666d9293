import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { updateIndexAccount } from '../../../../services/wire/resources/index-accounts.ts';
import { readIndexAccount } from '../../../../services/wire/resources/index-deposits.ts';

export const dynamic = 'force-dynamic';

export const GET = readIndexAccount;
export const PATCH = updateIndexAccount;
export const OPTIONS = answerPreflight;
