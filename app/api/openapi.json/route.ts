import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { readOpenApi } from '../../../services/wire/resources/system.ts';

export const dynamic = 'force-dynamic';

export const GET = readOpenApi;
export const OPTIONS = answerPreflight;
