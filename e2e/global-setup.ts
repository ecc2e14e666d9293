import { startRunningStack } from './support/running-stack.ts';

export default startRunningStack;
