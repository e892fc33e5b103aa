/** Parts of the system that act by themselves; everybody else is called by name. */
const OURSELVES: ReadonlySet<string> = new Set(['converge', 'relay', 'sweep', 'audit', 'notices', 'system']);

interface Place {
  readonly channel: string;
  readonly channelName: string;
}

/** An event's actor as people read it; a channel acts where its platform called us. */
export const actorName = (actor: string, places: readonly Place[]): string =>
  OURSELVES.has(actor) ? '系统' : (places.find(({ channel }) => channel === actor)?.channelName ?? actor);
