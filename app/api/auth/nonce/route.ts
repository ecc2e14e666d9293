import { nonceRoute } from '../../../../services/wire/nonce-route.ts';

export const dynamic = 'force-dynamic';

export const POST = nonceRoute;
