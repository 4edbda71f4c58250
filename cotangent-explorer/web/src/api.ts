import { offline, replay } from './recorded';
import type {
  Certificate,
  Committed,
  Compiled,
  CurvePoint,
  Evaluation,
  Finding,
  GraphNode,
  Lesson,
  LessonSummary,
  NetworkOf,
  Outlined,
  Problem,
  Question,
  Session,
  Topic,
} from './types';

/** What a question to the engine says when it cannot be answered. */
export class ApiError extends Error {
  constructor(
    readonly problem: Problem,
    readonly status: number,
  ) {
    super(problem.message);
  }
}

export interface Ask {
  program?: string;
  at: Record<string, unknown>;
  params: string[];
  dtype: string;
  granularity: string;
  direction?: Record<string, unknown>;
  paths?: number;
  open?: string[];
}

const token = new URLSearchParams(location.search).get('token') ?? '';

async function post<T>(path: string, body: object): Promise<T> {
  if (offline) {
    return (await replay(path, body)) as T;
  }
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  } catch {
    throw new ApiError({ message: 'The server does not answer. Is `cotangent explore` still running?' }, 0);
  }
  const document = await response.json();
  if (!response.ok) {
    throw new ApiError(document.error ?? { message: `status ${response.status}` }, response.status);
  }
  return document as T;
}

const pending = new Set<Promise<unknown>>();

/** Asks about the program; the server answers these only while no prediction about it is open. */
function about<T>(path: string, body: object): Promise<T> {
  const answer = post<T>(path, body);
  const over = () => pending.delete(answer);
  pending.add(answer);
  answer.then(over, over);
  return answer;
}

/** Until everything that was asked about the program is answered, and what follows from the answers too. */
async function answered(): Promise<void> {
  while (pending.size > 0) {
    await Promise.allSettled(pending);
    await new Promise((go) => setTimeout(go));
  }
}

export const api = {
  topics: (ask: Ask) => post<{ topics: Topic[] }>('/api/topics', ask),
  question: async (ask: Ask, kind: string, about: string) => {
    await answered();
    return post<Question>('/api/question', { ...ask, kind, about });
  },
  hint: (id: string, hint: number) => post<{ text?: string }>('/api/answer', { id, hint }),
  commit: (id: string, answer: unknown) => post<Committed>('/api/answer', { id, answer }),
  abandon: (id: string) => post<object>('/api/answer', { id, abandon: true }),
  /** Gives a question up while the page goes away. */
  leave: (id: string) => {
    if (!offline) {
      void fetch('/api/answer', {
        method: 'POST',
        keepalive: true,
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
        body: JSON.stringify({ id, abandon: true }),
      });
    }
  },
  lessons: () => about<{ lessons: LessonSummary[] }>('/api/lesson', {}),
  lesson: (id: string) => about<Lesson>('/api/lesson', { id }),
  ownLesson: (text: string) => about<Lesson>('/api/lesson', { text }),
  session: () => about<Session>('/api/session', {}),
  evaluate: async (ask: Ask) => expanded(await about<Evaluation>('/api/eval', ask)),
  findings: (ask: Ask) => about<{ findings: Finding[] }>('/api/findings', ask),
  network: (ask: Ask) => about<NetworkOf>('/api/network', ask),
  compiled: (ask: Ask, runs: number) => about<Compiled>('/api/compiled', { ...ask, runs }),
  curve: (ask: Ask) => about<{ points: CurvePoint[] }>('/api/curve', ask),
  certificates: (rule: string) => post<{ certificates: Certificate[] }>('/api/certificate', { rule }),
  node: (ask: Ask, node: string) => about<GraphNode>('/api/node', { ...ask, node }),
  code: (ask: Ask, language: string) =>
    about<{ text: string; names: Record<string, string> }>('/api/code', { ...ask, language }),
  picture: (ask: Ask, form: string) => about<{ text: string }>('/api/picture', { ...ask, form }),
};

/** Puts the places of nodes where they belong, and a large graph's nodes together. */
export function expanded(r: Evaluation): Evaluation {
  if (r.large) {
    r.nodes = nodesOf(r as Outlined);
  } else if (r.scopes && r.scopeOf) {
    r.nodes.forEach((n, i) => {
      n.scope = r.scopes?.[r.scopeOf?.[i] ?? 0];
    });
  }
  return r;
}

function nodesOf(r: Outlined): GraphNode[] {
  const names = r.rows.map((row) => row[0]);
  return r.rows.map(([name, op, type, scope, line, column, operands, edges, inside]) => ({
    name,
    op: r.ops[op],
    kind: r.leaves[name] ?? 'computation',
    type: r.types[type],
    scope: r.scopes[scope],
    line,
    column,
    operands: operands.map((o) => (typeof o === 'number' ? names[o] : o)),
    edges: edges.map((o) => ({ operand: names[o] })),
    inside,
  }));
}
