import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { listIndexAssets } from '../../../../services/wire/resources/index-deposits.ts';

export const dynamic = 'force-dynamic';

export const GET = listIndexAssets;
export const OPTIONS = answerPreflight;
