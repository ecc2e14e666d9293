import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { halt } from '../../../../services/wire/resources/admin.ts';

export const dynamic = 'force-dynamic';

export const POST = halt;
export const OPTIONS = answerPreflight;
