import { z } from 'zod';

/** Licences that the Open Source Initiative has approved and that ask nothing of our own code. */
const ALLOWED: readonly string[] = [
  ...[
    '0BSD',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'ISC',
    'MIT',
    'MIT-0',
    'MPL-2.0',
  ],
  ...['OFL-1.1', 'Python-2.0', 'Unlicense'],
];

/** As some packages write theirs. */
const SPELLED: Readonly<Record<string, string>> = { 'SIL OPEN FONT LICENSE': 'OFL-1.1' };

type Exception = {
  /** A package, or the beginning of several names with `*`. */
  readonly name: string;
  readonly licence: string;
  /** Whether it may be in what is deployed. */
  readonly deployed: boolean;
  readonly why: string;
};

export const EXCEPTIONS: readonly Exception[] = [
  {
    ...{ name: '@img/sharp-*', licence: 'LGPL-3.0-or-later', deployed: true },
    why: 'libvips, a shared library that Next.js may load to resize pictures, of which there are none; it is used as it is',
  },
  {
    ...{ name: '@uniswap/*', licence: 'GPL-3.0-or-later', deployed: false },
    why: 'contracts that the local chain of demo and tests gets, as published; nothing of ours is linked with them',
  },
  {
    ...{ name: 'caniuse-lite', licence: 'CC-BY-4.0', deployed: true },
    why: 'data about browsers that builds read; it names its authors itself',
  },
  {
    ...{ name: 'memorystream', licence: 'none', deployed: false },
    why: 'MIT, said in the older form that the lockfile does not take over',
  },
  {
    ...{ name: 'railroad-diagrams', licence: 'CC0-1.0', deployed: false },
    why: 'given to the public; drawn in by what checks manifests of Kubernetes',
  },
];

const packageSchema = z.object({
  link: z.boolean().optional(),
  dev: z.boolean().optional(),
  license: z.string().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const lockfileSchema = z.object({ packages: z.record(z.string(), packageSchema) });

const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** The parts of an expression that would have to be excepted; of alternatives the best. */
const strange = (expression: string): readonly string[] => {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  const choices = bare
    .split(' OR ')
    .map((choice) =>
      choice.split(' AND ').filter((licence) => !ALLOWED.includes(SPELLED[licence] ?? licence)),
    );
  return choices.find((choice) => choice.length === 0) ?? choices[0] ?? [];
};

const matches = ({ name }: Exception, of: string): boolean =>
  name.endsWith('*') ? of.startsWith(name.slice(0, -1)) : of === name;

/** Every package of a lockfile whose licence is neither allowed nor excepted, and every exception that nothing needs: each a sentence. */
export const licenceFaults = (lockfile: unknown, exceptions = EXCEPTIONS): readonly string[] => {
  const packages = Object.entries(lockfileSchema.parse(lockfile).packages).filter(
    ([path, { link }]) => path.includes('node_modules/') && link !== true,
  );
  // The lockfile says nothing of builds for other systems: they are their package's.
  const askedBy = new Map(
    packages.flatMap(([, { license = 'none', optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).map((name) => [name, license] as const),
    ),
  );
  const used = new Set<Exception>();
  const faults = packages.flatMap(([path, { license, dev = false }]) => {
    const name = nameOf(path);
    return strange(license ?? askedBy.get(name) ?? 'none').flatMap((licence) => {
      const exception = exceptions.find((one) => matches(one, name) && one.licence === licence);
      if (exception === undefined) return [`${name}: ${licence} is not on the list of licences`];
      used.add(exception);
      return exception.deployed || dev ? [] : [`${name}: ${licence} is excepted for development alone`];
    });
  });
  const idle = exceptions
    .filter((one) => !used.has(one))
    .map(({ name }) => `${name}: its exception is not needed`);
  return [...new Set([...faults, ...idle])];
};
