import { Logger } from '@aws-lambda-powertools/logger';

/** Structured logs. Never given an event's body whole: it may hold personal data. */
export const logger = new Logger();
