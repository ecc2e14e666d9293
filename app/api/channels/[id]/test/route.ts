import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { testChannel } from '../../../../../services/wire/resources/alerts.ts';

export const dynamic = 'force-dynamic';

export const POST = testChannel;
export const OPTIONS = answerPreflight;
