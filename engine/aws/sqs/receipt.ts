import { AwsError } from '../../endpoint/errors.ts';
import type { Message } from './messages.ts';

/** The handle of a message's last receive; an earlier handle no longer acts on the message. */
export const receiptHandle = (message: Message): string =>
  Buffer.from(`${message.queue}/${message.id}/${message.receipt ?? ''}`).toString('base64url');

/** Which message and receive of this queue a handle names. Throws ReceiptHandleIsInvalid. */
export const readReceipt = (queue: string, handle: string): { id: string; receipt: string } => {
  const [name, id, receipt] = Buffer.from(handle, 'base64url').toString().split('/');
  if (name !== queue || !id || !receipt) {
    throw new AwsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
    );
  }
  return { id, receipt };
};
