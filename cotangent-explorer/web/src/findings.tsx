import { findings, loadFindings, trouble, working } from './compiled';
import { reveal } from './graph';
import { shown } from './marks';
import { asking } from './predict';
import { offline } from './recorded';
import * as s from './state';
import type { Finding } from './types';

const NAMES: Record<string, string> = {
  nan: 'NaN',
  infinity: 'infinity',
  zero: 'a derivative of zero',
  vanishing: 'a vanishing gradient',
  exploding: 'an exploding gradient',
  disconnected: 'not connected',
  stopped: 'stopped',
  dead_relu: 'dead relu',
  saturated: 'saturated',
  underflow: 'underflow',
  cast: 'a conversion to integers',
  comparison: 'a comparison',
  index: 'an index',
  clipped: 'clipped',
  where: 'the branch not taken',
  shape: 'shapes that do not fit',
};

/** The node on the page that a finding is about: the loop, where it is inside one that is closed. */
function standing(f: Finding): string {
  return f.within?.[0]?.node ?? f.node;
}

/** The node's name where it is: what is inside a loop is called by its name there. */
function name(f: Finding): string {
  const last = f.within?.[f.within.length - 1];
  const prefix = last ? `${last.node}${last.of ? `[${(last.iteration ?? 1) - 1}]` : ''}.` : '';
  return shown(f.node.startsWith(prefix) ? f.node.slice(prefix.length) : f.node);
}

/** A sentence with nameless values called as they are in the picture. */
function told(text: string): string {
  return text.replace(/%(?=\d)/g, 'v');
}

function point(f: Finding): void {
  s.lit.value = new Set([standing(f), ...f.slice]);
  reveal(standing(f));
  s.panel.value = 'findings';
}

/** In which iteration of which loop, branch or call it is, and the way into it. */
function Within({ f }: { f: Finding }) {
  const outer = s.byName.value.get(standing(f));
  return (
    <p class="within">
      Inside:{' '}
      {f.within?.map((w, i) => (
        <span key={w.node}>
          {i > 0 && ' › '}
          {w.of ? `iteration ${w.iteration} of ${w.of} of the loop ` : 'the graph inside '}
          <strong>{i === 0 ? shown(w.node) : w.graph}</strong>
          {w.line > 0 && ` (line ${w.line})`}
        </span>
      ))}
      .{' '}
      {outer?.inside && !s.result.value?.large && (
        <button
          type="button"
          class="primary"
          disabled={offline || asking.value}
          onClick={() => {
            point(f);
            s.toggleLoop(outer.name);
          }}
        >
          Open it there
        </button>
      )}
    </p>
  );
}

/** What is wrong with the numbers of the program, where it begins, and what to do. */
export function FindingsPanel() {
  const all = findings.value;
  const at = s.selected.value;
  return (
    <div data-testid="findings">
      <h2>What is wrong here</h2>
      {trouble.value && <p class="problem">{trouble.value}</p>}
      {all === undefined && !working.value && (
        <button type="button" class="primary" onClick={() => void loadFindings()}>
          Look for it
        </button>
      )}
      {all === undefined && working.value && <p class="note">Looking…</p>}
      {all?.length === 0 && (
        <p>
          Nothing: all values that reach the output are finite, and every derivative arrives. Move an input to where it
          should fail, and look here again.
        </p>
      )}
      <ol class="findings">
        {all?.map((f) => (
          <li key={`${f.kind}${f.node}${f.direction}`}>
            <button type="button" class="finding" aria-pressed={at === standing(f)} onClick={() => point(f)}>
              <span class="badge wrong">{NAMES[f.kind] ?? f.kind}</span>{' '}
              {f.direction === 'forward' ? 'begins' : 'on the way back'} at <strong>{name(f)}</strong>
              {f.line > 0 && `, line ${f.line}`}
            </button>
            {f.within && <Within f={f} />}
            <p>{told(f.cause)}</p>
            {f.slice.length > 1 && (
              <p class="note">
                {f.direction === 'forward' ? 'From there to the output: ' : 'On the way: '}
                {f.slice.slice(0, 12).map(told).join(' → ')}
                {f.slice.length > 12 && ' → …'}
              </p>
            )}
            <p class="cure">
              <strong>Do:</strong> {told(f.cure)}
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}
