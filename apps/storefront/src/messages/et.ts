import { en, type Messages } from './en.ts';
export const et: Messages = en;
