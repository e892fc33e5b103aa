/** Parts of the system that act by themselves; everybody else is called by name. */
const OURSELVES: ReadonlySet<string> = new Set(['converge', 'relay', 'sweep', 'system']);

/** An event's actor as people read it. */
export const actorName = (actor: string): string => (OURSELVES.has(actor) ? '系统' : actor);
