import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { resume } from '../../../../services/wire/resources/admin.ts';

export const dynamic = 'force-dynamic';

export const POST = resume;
export const OPTIONS = answerPreflight;
