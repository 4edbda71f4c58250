import { useSignal } from '@preact/signals';
import { bytes, many } from './compiled';
import type { CurveEntry, CurvePoint } from './types';

const WIDTH = 520;
const HEIGHT = 220;
const LEFT = 64;
const BOTTOM = 34;

function title(p: CurvePoint): string {
  return p.budget === undefined
    ? 'everything is kept'
    : `at most ${bytes(p.budget)}${p.met ? '' : ' (cannot be reached)'}`;
}

/** Whether no other point needs both less memory and less work. */
function good(p: CurvePoint, all: CurvePoint[]): boolean {
  return !all.some(
    (o) => o.peak <= p.peak && o.operations <= p.operations && (o.peak < p.peak || o.operations < p.operations),
  );
}

/** Peak memory against recomputation: what could be chosen, and what is. */
export function TradeView({ points }: { points: CurvePoint[] | undefined }) {
  const picked = useSignal<CurvePoint | undefined>(undefined);
  if (points === undefined) {
    return <p class="note">Compiling the program in other ways…</p>;
  }
  if (points.length === 0) {
    return (
      <p class="note">There is no way back to keep anything for, or the program is too large to compile so often.</p>
    );
  }
  const work = Math.min(...points.map((p) => p.operations));
  const most = Math.max(...points.map((p) => p.operations)) / work;
  const high = Math.max(...points.map((p) => p.peak));
  const x = (p: CurvePoint) => LEFT + ((p.operations / work - 1) / Math.max(0.05, most - 1)) * (WIDTH - LEFT - 30) + 10;
  const y = (p: CurvePoint) => 12 + (1 - p.peak / high) * (HEIGHT - BOTTOM - 20);
  const front = points.filter((p) => good(p, points)).sort((a, b) => a.operations - b.operations);
  return (
    <div data-testid="trade">
      <p>
        A value that the way back needs can be kept, which takes memory, or computed again, which takes work. Each point
        is the gradient of this program under a budget of memory (<code>CheckpointPolicy.budget</code>); click one to
        see what it keeps and what it computes again.
      </p>
      {points.length === 1 && (
        <p class="note">No budget makes this program need less: what it keeps is small beside what it needs anyway.</p>
      )}
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} class="trade" role="img" aria-label="Peak memory against work">
        <title>Peak memory against work</title>
        <line class="axis" x1={LEFT} x2={LEFT} y1="6" y2={HEIGHT - BOTTOM} />
        <line class="axis" x1={LEFT} x2={WIDTH - 6} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
        <text class="start" x={LEFT} y={HEIGHT - 8}>
          work: once
        </text>
        <text class="end" x={WIDTH - 6} y={HEIGHT - 8}>
          {most.toFixed(2)} times
        </text>
        <text class="end" x={LEFT - 6} y="20">
          {bytes(high)}
        </text>
        <text class="end" x={LEFT - 6} y={HEIGHT - BOTTOM}>
          0
        </text>
        <polyline class="front" points={front.map((p) => `${x(p)},${y(p)}`).join(' ')} />
        {points.map((p, i) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the table's buttons do the same by keyboard
          <circle
            key={i}
            class={`point ${p.chosen ? 'chosen' : ''} ${good(p, points) ? 'good' : ''} ${p === picked.value ? 'picked' : ''}`}
            onClick={() => {
              picked.value = p;
            }}
            cx={x(p)}
            cy={y(p)}
            r={p.chosen ? 8 : 5}
          >
            <title>{`${title(p)}: ${bytes(p.peak)}, ${(p.operations / work).toFixed(2)} times the work`}</title>
          </circle>
        ))}
      </svg>
      <table class="edges">
        <thead>
          <tr>
            <th scope="col">way</th>
            <th scope="col">peak</th>
            <th scope="col">work</th>
          </tr>
        </thead>
        <tbody>
          {[...points]
            .sort((a, b) => a.operations - b.operations)
            .map((p, i) => (
              <tr key={i} class={p.chosen ? 'chosen-row' : ''}>
                <td>
                  {p.chosen ? (
                    `${title(p)} (what runs now)`
                  ) : (
                    <button
                      type="button"
                      class="kind"
                      aria-pressed={p === picked.value}
                      onClick={() => {
                        picked.value = p;
                      }}
                    >
                      {title(p)}
                    </button>
                  )}
                  {!p.chosen && !good(p, points) && <span class="note"> never the best</span>}
                </td>
                <td>{bytes(p.peak)}</td>
                <td>
                  {many(p.operations)} ({(p.operations / work).toFixed(2)}×)
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      {picked.value && points.includes(picked.value) && !picked.value.chosen && <Choice p={picked.value} />}
    </div>
  );
}

/** What a budget keeps, and what it computes again. */
function Choice({ p }: { p: CurvePoint }) {
  return (
    <div data-testid="budget">
      <h3>
        {title(p)}: {bytes(p.peak)} at the peak
      </h3>
      <Entries name="Kept for the way back" all={p.kept ?? []} of={(e) => bytes(e.bytes)} />
      <Entries name="Computed again" all={p.repeated ?? []} of={(e) => `${many(e.operations)} operations`} />
      <p class="note">
        In Java: <code>checkpoint(f, CheckpointPolicy.budget({p.budget}L))</code>
      </p>
    </div>
  );
}

function Entries({ name, all, of }: { name: string; all: CurveEntry[]; of: (e: CurveEntry) => string }) {
  return (
    <>
      <h4>{name}</h4>
      {all.length === 0 && <p class="note">nothing</p>}
      <ul>
        {all.map((e, i) => (
          <li key={i}>
            {e.text}
            {e.line > 0 && `, line ${e.line}`}: {of(e)}
          </li>
        ))}
      </ul>
    </>
  );
}
