const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether PostgreSQL would read it as an id; anything else names nothing we have. */
export const isUuid = (text: string): boolean => UUID.test(text);
