import type { DemoView } from '../api/demo-view.ts';
import type { DemoSetting } from './run-demo.ts';

/** What the page asks the engine: this row of the run of this setting. */
export type DemoQuestion = { readonly setting: DemoSetting; readonly row: number };

/** What it answers; no view where the back-test refused the setting, with its sentence. */
export type DemoAnswer = { readonly view: DemoView } | { readonly view: null; readonly sentence: string };
