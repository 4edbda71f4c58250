// Copies the built page into the jar's resources, with a hash of the sources that it was built from.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['index.html', 'package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json', 'src', 'public'];

function files(path) {
  return statSync(path).isDirectory()
    ? readdirSync(path).flatMap((f) => files(join(path, f)))
    : path.endsWith('.test.ts')
      ? []
      : [path.replaceAll('\\', '/')];
}

export function hash() {
  const h = createHash('sha256');
  for (const f of SOURCES.flatMap(files).sort()) {
    h.update(`${f}\n`);
    h.update(readFileSync(f, 'utf8').replaceAll('\r\n', '\n'));
  }
  return h.digest('hex');
}

const to = '../src/main/resources/org/cotangent/explorer/web';
mkdirSync(to, { recursive: true });
for (const f of ['index.html', 'app.js', 'app.css', 'icon.svg']) {
  copyFileSync(join('dist', f), join(to, f));
}
writeFileSync(join(to, 'sources.sha256'), `${hash()}\n`);
