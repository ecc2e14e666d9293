import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { readCash } from '../../../services/wire/resources/cash.ts';

export const dynamic = 'force-dynamic';

export const GET = readCash;
export const OPTIONS = answerPreflight;
