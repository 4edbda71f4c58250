import { effect } from '@preact/signals';
import * as s from './state';

/** The page's state in the address, so that a link or a bookmark brings it back (as long as the server runs). */
export function read(): boolean {
  const h = new URLSearchParams(location.hash.slice(1));
  const p = h.get('p');
  if (p !== null) {
    s.program.value = p;
    s.at.value = parsed(h.get('at'), {});
    s.params.value = h.get('params')?.split(',').filter(Boolean) ?? [];
  }
  choose(h, 'mode', ['forward', 'backward', 'tangent'], s.mode);
  choose(h, 'notation', ['nodes', 'edges'], s.notation);
  choose(h, 'view', ['graph', 'tree'], s.view);
  choose(
    h,
    'panel',
    ['node', 'formulas', 'code', 'paths', 'cost', 'compiler', 'findings', 'network', 'predict', 'learn'],
    s.panel,
  );
  choose(h, 'groups', ['auto', 'scope', 'line', 'none'], s.grouping);
  choose(h, 'granularity', ['tensor', 'scalar', 'fused'], s.granularity);
  s.selected.value = h.get('node') ?? undefined;
  s.loops.value = parsed<string[]>(h.get('open'), []);
  s.direction.value = parsed(h.get('direction'), {});
  const step = h.get('step');
  s.step.value = step === null ? undefined : Number(step);
  return p !== null;
}

function parsed<T>(text: string | null, otherwise: T): T {
  try {
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise;
  }
}

function choose<T extends string>(h: URLSearchParams, name: string, all: T[], to: { value: T }): void {
  const v = h.get(name) as T | null;
  if (v !== null && all.includes(v)) {
    to.value = v;
  }
}

/** Keeps the address in step with the page. */
export function follow(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const h = new URLSearchParams();
    if (s.program.value !== undefined) {
      h.set('p', s.program.value);
      h.set('at', JSON.stringify(s.at.value));
      h.set('params', s.params.value.join(','));
    }
    set(h, 'mode', s.mode.value, 'forward');
    set(h, 'notation', s.notation.value, 'nodes');
    set(h, 'view', s.view.value, 'graph');
    set(h, 'panel', s.panel.value, 'node');
    set(h, 'groups', s.grouping.value, 'auto');
    set(h, 'granularity', s.granularity.value, 'tensor');
    set(h, 'node', s.selected.value, undefined);
    set(h, 'step', s.step.value?.toString(), undefined);
    set(h, 'open', s.loops.value.length > 0 ? JSON.stringify(s.loops.value) : undefined, undefined);
    if (Object.keys(s.direction.value).length) {
      h.set('direction', JSON.stringify(s.direction.value));
    }
    const text = h.toString();
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (text.length < 4000) {
        history.replaceState(null, '', `#${text}`);
      }
    }, 200);
  });
}

function set(h: URLSearchParams, name: string, value: string | undefined, otherwise: string | undefined): void {
  if (value !== undefined && value !== otherwise) {
    h.set(name, value);
  }
}
