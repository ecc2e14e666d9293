import 'server-only';
import { answerPreflight } from '../../../../../../services/wire/api.ts';
import { readDecision } from '../../../../../../services/wire/resources/history.ts';

export const dynamic = 'force-dynamic';

export const GET = readDecision;
export const OPTIONS = answerPreflight;
