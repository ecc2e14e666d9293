import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { readLots } from '../../../../../services/wire/resources/lots.ts';

export const dynamic = 'force-dynamic';

export const GET = readLots;
export const OPTIONS = answerPreflight;
