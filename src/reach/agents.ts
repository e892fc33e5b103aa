import { isbot } from 'isbot';

/** Agents seen lately: a county's readers use some hundred browsers, and the list is one long pattern. */
const KNOWN_MAX = 5_000;
const known = new Map<string, boolean>();

const judge = (agent: string): boolean => agent === '' || agent === '-' || isbot(agent);

/** Whether a request comes from a bot: it says so itself (the list of isbot), or names no browser, as every browser does. */
export const isBotAgent = (agent: string): boolean => {
  const seen = known.get(agent);
  if (seen !== undefined) return seen;
  if (known.size >= KNOWN_MAX) known.clear();
  const isBot = judge(agent);
  known.set(agent, isBot);
  return isBot;
};
