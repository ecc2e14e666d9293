import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { readBands } from '../../../../../services/wire/resources/bands.ts';

export const dynamic = 'force-dynamic';

export const GET = readBands;
export const OPTIONS = answerPreflight;
