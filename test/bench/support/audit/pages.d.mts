export const PUBLISHED: string;
export const DIFFERENT: number;
export const titleOf: (n: number) => string;
export const paragraphsOf: (n: number) => string[];
export const isWrong: (n: number) => boolean;
