import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { readTargets } from '../../../../../services/wire/resources/looks.ts';

export const dynamic = 'force-dynamic';

export const GET = readTargets;
export const OPTIONS = answerPreflight;
