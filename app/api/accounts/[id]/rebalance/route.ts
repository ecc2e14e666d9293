import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { rebalanceIndex } from '../../../../../services/wire/resources/indexes.ts';

export const dynamic = 'force-dynamic';

export const POST = rebalanceIndex;
export const OPTIONS = answerPreflight;
