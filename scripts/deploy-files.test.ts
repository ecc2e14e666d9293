import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { Deployment } from 'kubernetes-models/apps/v1';
import { CronJob, Job } from 'kubernetes-models/batch/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Secret, Service } from 'kubernetes-models/v1';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { VARIABLES } from '../services/env-variables.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const isKnown = (name: string): boolean => VARIABLES.some((variable) => variable.name === name);
/** Whether the web app answers there. */
const isRoute = (path: string): boolean => existsSync(join(ROOT, 'app', path, 'route.ts'));

describe('deploy/Dockerfile', () => {
  const text = read('deploy/Dockerfile');
  const stages = text.split(/^FROM /m).slice(1);

  it('is sound to a linter', () => {
    expect(validate(text)).toEqual([]);
  });

  it('ends in two stages that nobody with powers runs, that say how they are, and that have no package for tests', () => {
    const final = stages.slice(-2);
    expect(final.map((stage) => /AS (\w+)/.exec(stage)?.[1])).toEqual(['web', 'bot']);
    for (const stage of final) {
      expect(stage).toMatch(/^USER node$[\s\S]*^HEALTHCHECK [\s\S]*^CMD \["node", /m);
      expect(stage).not.toMatch(/^RUN /m);
    }
    const [packages] = stages.filter((stage) => /AS packages/.test(stage));
    expect(packages).toMatch(/npm ci .*--omit=dev/);
    expect([...text.matchAll(/--from=(\w+) (\S+)/g)].map(([, from, path]) => [from, path])).toEqual([
      ['build', '/app/.next/standalone'],
      ['packages', '/app/node_modules'],
    ]);
  });

  it('copies what is there, and nothing that .dockerignore keeps out', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const secret of ['.env*', '.git', '**/node_modules']) expect(ignored).toContain(secret);
    const copied = DockerfileParser.parse(text)
      .getCOPYs()
      .filter((copy) => copy.getFromFlag() === null)
      .flatMap((copy) => (copy.getArgumentsContent() ?? '').split(/\s+/).slice(0, -1));
    for (const path of copied) expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
    for (const path of copied) expect(ignored).not.toContain(path);
  });
});

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string().optional(),
      read_only: z.literal(true),
      cap_drop: z.tuple([z.literal('ALL')]),
      security_opt: z.tuple([z.literal('no-new-privileges:true')]),
      ports: z.array(z.string()).optional(),
      env_file: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

describe('deploy/compose.yaml', () => {
  const { services } = composeSchema.parse(parse(read('deploy/compose.yaml'), { merge: true }));

  it('is sound to its schema and a linter', () => {
    const { status, stdout } = spawnSync('node_modules/.bin/dclint', ['--quiet', 'deploy/compose.yaml'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(status, stdout).toBe(0);
  });

  it('publishes no port beyond this host, pins each image, and gives the web app nothing of the bot’s', () => {
    for (const { ports = [], image } of Object.values(services)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
      if (image !== undefined) expect(image).toMatch(/:v?\d+\.\d+/);
    }
    expect([services['web']?.env_file, services['bot']?.env_file]).toEqual([['web.env'], ['bot.env']]);
    const own = Object.entries(services).filter(([name]) => name !== 'postgres');
    for (const [, { environment = {} }] of own)
      expect(Object.keys(environment).filter((name) => !isKnown(name))).toEqual([]);
  });
});

const KINDS = { CronJob, Deployment, Job, PodDisruptionBudget, Secret, Service } as const;
const kindSchema = z.object({
  kind: z.enum(['CronJob', 'Deployment', 'Job', 'PodDisruptionBudget', 'Secret', 'Service']),
});
const secretSchema = z.object({
  metadata: z.object({ name: z.string() }),
  stringData: z.record(z.string(), z.string()),
});
const podSchema = z.object({
  automountServiceAccountToken: z.literal(false),
  securityContext: z.object({
    runAsNonRoot: z.literal(true),
    seccompProfile: z.object({ type: z.literal('RuntimeDefault') }),
  }),
  containers: z.array(
    z.object({
      envFrom: z.tuple([z.object({ secretRef: z.object({ name: z.string() }) })]),
      livenessProbe: z.object({ httpGet: z.object({ path: z.string() }).optional() }).optional(),
      readinessProbe: z.object({ httpGet: z.object({ path: z.string() }) }).optional(),
      resources: z.object({
        requests: z.object({ cpu: z.string(), memory: z.string() }),
        limits: z.object({ memory: z.string() }),
      }),
      securityContext: z.object({
        ...{ allowPrivilegeEscalation: z.literal(false), readOnlyRootFilesystem: z.literal(true) },
        capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
      }),
    }),
  ),
});

describe('deploy/kubernetes', () => {
  const folder = 'deploy/kubernetes';
  const documents = readdirSync(join(ROOT, folder)).flatMap((file) =>
    parseAllDocuments(read(join(folder, file))).map((document) => ({
      file,
      manifest: document.toJS() as object,
    })),
  );
  const secrets = documents.flatMap(({ manifest }) => {
    const secret = secretSchema.safeParse(manifest);
    return secret.success ? [secret.data] : [];
  });
  const pods = documents.flatMap(({ file, manifest }) => {
    const found: unknown[] = [];
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('containers' in value) found.push(value);
      for (const part of Object.values(value)) walk(part);
    };
    walk(manifest);
    return found.map((pod) => ({ file, pod: podSchema.parse(pod) }));
  });

  it.each(documents)('has in $file what its kind’s schema takes', ({ manifest }) => {
    const { kind } = kindSchema.parse(manifest);
    const typed = new KINDS[kind](manifest as never);
    expect(() => typed.validate()).not.toThrow();
  });

  it('runs each pod without powers, on a file system that can’t be written, from a secret that is there', () => {
    expect(pods.map(({ file }) => file)).toEqual(['bot-cron.yaml', 'bot.yaml', 'migrate.yaml', 'web.yaml']);
    for (const { pod } of pods)
      for (const { envFrom, livenessProbe, readinessProbe } of pod.containers) {
        expect(secrets.map(({ metadata }) => metadata.name)).toContain(envFrom[0].secretRef.name);
        for (const probe of [livenessProbe, readinessProbe])
          if (probe?.httpGet !== undefined) expect(isRoute(probe.httpGet.path)).toBe(true);
      }
  });

  it('names variables that there are, and gives the web app nothing of the bot’s', () => {
    for (const { stringData } of secrets)
      expect(Object.keys(stringData).filter((name) => !isKnown(name))).toEqual([]);
    const web = secrets.find(({ metadata }) => metadata.name === 'balancer-web');
    expect(Object.keys(web?.stringData ?? {}).filter((name) => /^(DB_|BOT_)/.test(name))).toEqual([]);
  });
});

describe('deploy/systemd', () => {
  const units = readdirSync(join(ROOT, 'deploy/systemd')).map((file) => join('deploy/systemd', file));
  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

  it.each(units)('%s starts a file that is there, as a user without powers', (file) => {
    const unit = read(file);
    const [, started = ''] = /^ExecStart=.*\/opt\/1balancer\/(\S+)/m.exec(unit) ?? [];
    expect(existsSync(join(ROOT, started))).toBe(true);
    for (const line of [
      'User=balancer',
      'NoNewPrivileges=yes',
      'CapabilityBoundingSet=',
      'ProtectSystem=strict',
      'PrivateTmp=yes',
    ])
      expect(unit.split('\n')).toContain(line);
  });

  it.skipIf(!hasSystemd).each(units)('%s is sound to systemd, and hardened by its measure', (file) => {
    expect(
      spawnSync('systemd-analyze', ['verify', file], { cwd: ROOT, encoding: 'utf8' }).stderr,
    ).not.toContain(file);
    // 10 is unsafe; below 2 there is hardly anything left to take away.
    execFileSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', '--no-pager', file], {
      cwd: ROOT,
    });
  });
});

describe('vercel.json', () => {
  it('asks for no more than a free plan gives: one tick a day, of a route that is there', () => {
    const { crons } = z
      .object({
        crons: z.array(z.object({ path: z.string(), schedule: z.string().regex(/^\d+ \d+ \* \* \*$/) })),
      })
      .parse(JSON.parse(read('vercel.json')));
    expect(crons.map(({ path }) => isRoute(path))).toEqual([true]);
  });
});

describe('deploy/prometheus.yaml', () => {
  it('scrapes a route that is there', () => {
    const { scrape_configs } = z
      .object({ scrape_configs: z.array(z.object({ metrics_path: z.string() })) })
      .parse(parse(read('deploy/prometheus.yaml')));
    expect(scrape_configs.map(({ metrics_path }) => isRoute(metrics_path))).toEqual([true]);
  });
});

describe('.github', () => {
  it('runs what a person runs, on each line of Node.js that is promised', () => {
    const { jobs } = z
      .object({
        jobs: z.object({
          test: z.object({
            strategy: z.object({ matrix: z.object({ node: z.array(z.string()) }) }),
            steps: z.array(z.object({ run: z.string().optional() })),
          }),
        }),
      })
      .parse(parse(read('.github/workflows/ci.yml')));
    expect(jobs.test.steps.map(({ run }) => run)).toContain('.ci/run');
    const { engines } = z
      .object({ engines: z.object({ node: z.string() }) })
      .parse(JSON.parse(read('package.json')));
    const promised = [...engines.node.matchAll(/(\d+)\.(\d+)/g)].map(([, major]) => major);
    expect(jobs.test.strategy.matrix.node.map((version) => version.split('.')[0])).toEqual(promised);
  });

  it('asks for updates in groups', () => {
    const { updates } = z
      .object({ updates: z.array(z.object({ 'package-ecosystem': z.string() })) })
      .parse(parse(read('.github/dependabot.yml')));
    expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions', 'docker']);
  });
});
