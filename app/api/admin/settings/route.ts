import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { listSettings } from '../../../../services/wire/resources/admin.ts';

export const dynamic = 'force-dynamic';

export const GET = listSettings;
export const OPTIONS = answerPreflight;
