import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { listIndexTrades } from '../../../../../services/wire/resources/indexes.ts';

export const dynamic = 'force-dynamic';

export const GET = listIndexTrades;
export const OPTIONS = answerPreflight;
