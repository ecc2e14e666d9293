import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { listWarnings } from '../../../../../services/wire/resources/analyst.ts';

export const dynamic = 'force-dynamic';

export const GET = listWarnings;
export const OPTIONS = answerPreflight;
