import { computed } from '@preact/signals';
import * as s from './state';

/** The nodes from which the output can be reached along edges that carry a derivative. */
const onPath = computed(() => {
  const out = new Set<string>();
  const r = s.result.value;
  if (!r) {
    return out;
  }
  out.add(r.output);
  for (let i = r.nodes.length - 1; i >= 0; i--) {
    if (out.has(r.nodes[i].name)) {
      for (const e of r.nodes[i].edges) {
        out.add(e.operand);
      }
    }
  }
  return out;
});

const usedByOutput = computed(() => {
  const out = new Set<string>();
  const r = s.result.value;
  if (r) {
    out.add(r.output);
    for (let i = r.nodes.length - 1; i >= 0; i--) {
      if (out.has(r.nodes[i].name)) {
        for (const o of r.nodes[i].operands) {
          out.add(o);
        }
      }
    }
  }
  return out;
});

/** Whether a node is among those that are searched for and filtered. */
export function matches(name: string): boolean {
  const n = s.byName.value.get(name);
  if (!n) {
    return true;
  }
  const f = s.filter.value;
  const passes =
    f === 'all' ||
    (f === 'path' && onPath.value.has(name)) ||
    (f === 'unused' && !usedByOutput.value.has(name)) ||
    (f === 'discrete' && (n.edges.length === 0 || !n.type.dtype.includes('f')) && n.kind === 'computation');
  return passes && found(name);
}

function found(name: string): boolean {
  const q = s.search.value.trim().toLowerCase();
  const n = s.byName.value.get(name);
  if (q === '' || !n) {
    return true;
  }
  const line = /^line\s*:?\s*(\d+)$/.exec(q);
  return line
    ? n.line === Number(line[1])
    : n.name.toLowerCase().includes(q) || n.op.includes(q) || n.type.text.includes(q) || n.type.dtype === q;
}

/** What a search finds, in forward order. */
export const hits = computed(() =>
  s.search.value.trim() === '' && s.filter.value === 'all'
    ? []
    : s.nodes.value.filter((n) => matches(n.name)).map((n) => n.name),
);
