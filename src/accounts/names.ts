/** One written form of an account's name: 张三 and ZHANGSAN are typed in many ways. */
export const normalName = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/** Letters of any script, digits and `._-@`; an address is a name, too. */
export const isUserName = (name: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,63}$/u.test(name);

/** better-auth wants an address for everybody; who has none gets one that no mail can reach (RFC 2606). */
export const noAddress = (name: string): string => `${Buffer.from(name).toString('hex')}@no-mail.invalid`;
export const realAddress = (email: string): string | null => (email.endsWith('@no-mail.invalid') ? null : email);
