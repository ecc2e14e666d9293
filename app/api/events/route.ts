import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { followEvents } from '../../../services/wire/resources/events.ts';

export const dynamic = 'force-dynamic';
/** Seconds a host may let one request take; a stream ends itself before. */
export const maxDuration = 300;

export const GET = followEvents;
export const OPTIONS = answerPreflight;
