import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { listSnapshots } from '../../../../../services/wire/resources/history.ts';

export const dynamic = 'force-dynamic';

export const GET = listSnapshots;
export const OPTIONS = answerPreflight;
