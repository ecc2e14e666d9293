import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { exportIndexKey } from '../../../../../services/wire/resources/index-accounts.ts';

export const dynamic = 'force-dynamic';

export const POST = exportIndexKey;
export const OPTIONS = answerPreflight;
