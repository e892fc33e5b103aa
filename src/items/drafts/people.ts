import type { PersonActor } from '../../accounts/actor.ts';
import type { DraftRow, PersonName } from '../../../db/schema/index.ts';
import { personOf } from '../approvals.ts';

export const nameOf = ({ id, name }: PersonName): PersonName => ({ id, name });

/** One account, or two accounts of one name: nobody approves own work by signing in twice. */
export const isSamePerson = (one: PersonName, other: PersonName): boolean =>
  one.id === other.id || personOf(one.name) === personOf(other.name);

export const isAuthor = (person: PersonName, { authors }: Pick<DraftRow, 'authors'>): boolean =>
  authors.some((author) => isSamePerson(author, person));

/** The authors, this one among them. */
export const withAuthor = (authors: readonly PersonName[], person: PersonActor): readonly PersonName[] =>
  authors.some(({ id }) => id === person.id) ? authors : [...authors, nameOf(person)];
