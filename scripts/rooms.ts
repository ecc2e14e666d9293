// `npm run lint` runs this: who imports whom, against rooms.json. Exits 1 with a line per violation and per circle.
import { importCircles, readRoomsTable, roomViolations } from './rooms/check-rooms.ts';
import { projectTree, ROOT } from './rooms/project-tree.ts';

const tree = projectTree();
const complaints = [
  ...roomViolations(readRoomsTable(ROOT), tree),
  ...importCircles(tree).map((circle) => `circle: ${circle}`),
];
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.exitCode = complaints.length > 0 ? 1 : 0;
