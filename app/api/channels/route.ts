import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { createChannel, listChannels } from '../../../services/wire/resources/alerts.ts';

export const dynamic = 'force-dynamic';

export const GET = listChannels;
export const POST = createChannel;
export const OPTIONS = answerPreflight;
