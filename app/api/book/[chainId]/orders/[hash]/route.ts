import 'server-only';
import { answerPreflight } from '../../../../../../services/wire/api.ts';
import { readBookOrder } from '../../../../../../services/wire/resources/book.ts';

export const dynamic = 'force-dynamic';

export const GET = readBookOrder;
export const OPTIONS = answerPreflight;
