export const generateCorpus = (): import('./corpus.ts').Sample[] => [];
