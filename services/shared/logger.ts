import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import { presentAbout } from './about.ts';

/** A line says what it is about, and which function wrote it. */
class AboutFormatter extends LogFormatter {
  override formatAttributes(
    { logLevel: level, message, timestamp, xRayTraceId }: Line,
    more: LogItem['attributes'],
  ): LogItem {
    const line = {
      level,
      message,
      timestamp: this.formatTimestamp(timestamp),
      function: process.env['AWS_LAMBDA_FUNCTION_NAME'],
      traceId: xRayTraceId,
      ...presentAbout(),
    };
    return new LogItem({ attributes: line }).addAttributes(more);
  }
}

type Line = Parameters<LogFormatter['formatAttributes']>[0];

/** Structured logs. Never given an event's body whole: it may hold personal data. */
export const logger = new Logger({ logFormatter: new AboutFormatter() });
