import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { readIndex, writeIndex } from '../../../../../services/wire/resources/indexes.ts';

export const dynamic = 'force-dynamic';

export const GET = readIndex;
export const PUT = writeIndex;
export const OPTIONS = answerPreflight;
