import type { GraphNode } from './types';

const SIGNS: Record<string, string> = {
  add: '+',
  sub: '−',
  mul: '×',
  div: '÷',
  neg: '−x',
  dot_general: '@',
  logistic: 'σ',
  sum: 'Σ',
  sqrt: '√',
  log: 'ln',
  lt: '<',
  le: '≤',
  gt: '>',
  ge: '≥',
  eq: '=',
  ne: '≠',
  abs: '|x|',
  permute: 'ᵀ',
};
const UP = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The sign of an operation as it stands on a node, with its literal operand where it has one. */
export function sign(n: GraphNode, names: Map<string, GraphNode>): string {
  if (n.kind !== 'computation') {
    return n.name;
  }
  if (n.op === 'pow_int') {
    const k = String(n.parameters?.k ?? '');
    return `x${k.replace('-', '⁻').replace(/[0-9]/g, (c) => UP[Number(c)])}`;
  }
  const plain = SIGNS[n.op] ?? n.op.replaceAll('_', ' ');
  const literals = n.operands.filter((o) => !names.has(o));
  if (n.operands.length === 2 && literals.length === 1 && literals[0].length < 8 && SIGNS[n.op]) {
    const text = String(+literals[0] || literals[0]);
    return n.operands[1] === literals[0] ? `${plain} ${text}` : `${text} ${plain}`;
  }
  return plain.length > 10 ? `${plain.slice(0, 9)}…` : plain;
}

/** A name as people write it: `v3` for the third nameless value. */
export function shown(name: string): string {
  return name.startsWith('%') ? `v${name.slice(1)}` : name;
}

/** The node in words, for those who do not see it. */
export function spoken(n: GraphNode): string {
  return n.kind === 'computation'
    ? `${shown(n.name)}: ${n.op.replaceAll('_', ' ')} of ${n.operands.map(shown).join(' and ')}`
    : `${n.kind} ${n.name}`;
}
