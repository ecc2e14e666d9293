import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { deleteChannel } from '../../../../services/wire/resources/alerts.ts';

export const dynamic = 'force-dynamic';

export const DELETE = deleteChannel;
export const OPTIONS = answerPreflight;
