import type { Evaluation, Session } from './types';

/** What a page without a server has: evaluations at recorded points, and questions whose answers are packed. */
interface Recorded {
  session: Session;
  ticks: Record<string, number[]>;
  points: { at: Record<string, number>; evaluation: Evaluation; findings: unknown }[];
  compiled?: unknown;
  curve?: unknown;
  network?: unknown;
  code: Record<string, unknown>;
  pictures: Record<string, string>;
  questions: {
    topic: { kind: string; about: string; title: string };
    question: { id: string };
    hints: string[];
    answer: string;
  }[];
}

let all: Recorded | undefined;

async function unpack<T>(text: string): Promise<T> {
  const bytes = Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return JSON.parse(await new Response(stream).text()) as T;
}

/** Whether this page is a file that works without a server. */
export const offline = document.getElementById('recorded') !== null;

async function recording(): Promise<Recorded> {
  all ??= await unpack<Recorded>(document.getElementById('recorded')?.textContent ?? '');
  return all;
}

/** The places at which the slider of an input may stop. */
export function ticks(name: string): number[] | undefined {
  return all?.ticks[name];
}

/** The recorded point that is nearest to what is asked for. */
function nearest(r: Recorded, at: Record<string, unknown>): Recorded['points'][number] {
  let best = r.points[0];
  let least = Number.POSITIVE_INFINITY;
  for (const p of r.points) {
    let d = 0;
    for (const [name, v] of Object.entries(p.at)) {
      const asked = at[name];
      d += Math.abs(v - (typeof asked === 'number' ? asked : v));
    }
    if (d < least) {
      least = d;
      best = p;
    }
  }
  return best;
}

/** Answers what the server would. */
// biome-ignore lint/suspicious/noExplicitAny: stands in for the server's documents
export async function replay(path: string, body: any): Promise<unknown> {
  const r = await recording();
  switch (path) {
    case '/api/session':
      return r.session;
    case '/api/eval':
      return nearest(r, body.at).evaluation;
    case '/api/findings':
      return nearest(r, body.at).findings;
    case '/api/compiled':
      return r.compiled;
    case '/api/curve':
      return r.curve;
    case '/api/network':
      return r.network;
    case '/api/code':
      return r.code[body.language];
    case '/api/picture':
      return { text: r.pictures[body.form] };
    case '/api/node':
      return nearest(r, body.at).evaluation.nodes.find((n) => n.name === body.node);
    case '/api/topics':
      return { topics: r.questions.map((q) => q.topic) };
    case '/api/question':
      return r.questions.find((q) => q.topic.kind === body.kind && q.topic.about === body.about)?.question;
    case '/api/answer': {
      const q = r.questions.find((x) => x.question.id === body.id);
      if (body.abandon || !q) {
        return {};
      }
      return body.hint !== undefined
        ? { text: q.hints[body.hint] }
        : judge(r, await unpack<Answer>(q.answer), body.answer);
    }
    default:
      return { lessons: [] };
  }
}

interface Answer {
  choice?: string;
  numbers: Record<string, number>;
  told: unknown[];
}

function judge(r: Recorded, a: Answer, given: unknown) {
  const judged: Record<string, boolean> = {};
  if (a.choice !== undefined) {
    judged.answer = a.choice === given;
  } else {
    for (const [key, right] of Object.entries(a.numbers)) {
      const v = (given as Record<string, number>)[key];
      judged[key] = typeof v === 'number' && Math.abs(v - right) <= 2e-3 * Math.max(Math.abs(right), 1e-3);
    }
  }
  return { ...a, judged, right: Object.values(judged).every(Boolean), evaluation: nearest(r, r.session.at).evaluation };
}
