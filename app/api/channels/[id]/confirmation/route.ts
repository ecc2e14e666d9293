import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { confirmChannel } from '../../../../../services/wire/resources/alerts.ts';

export const dynamic = 'force-dynamic';

export const POST = confirmChannel;
export const OPTIONS = answerPreflight;
