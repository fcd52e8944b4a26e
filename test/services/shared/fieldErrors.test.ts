import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { registerFunction } from '../../../services/registration/register.function.ts';
import { issueText } from '../../../services/shared/issueText.ts';
import { fieldErrors } from '../../../services/shared/reply.ts';

const SignUp = registerFunction.routes['POST /tenants'].request.shape.body;

const Order = z.strictObject({
  tenantName: z.string(),
  lines: z.array(z.strictObject({ quantity: z.int() })),
});

const errorsOf = (input: unknown) => {
  const { error } = Order.safeParse(input, { reportInput: true, error: issueText });
  return error && fieldErrors(error, Object.keys(Order.shape));
};

describe('fieldErrors', () => {
  it('has one entry per wrong field', () => {
    expect(errorsOf({ tenantName: 7, lines: [{ quantity: 0.5 }, {}], colour: 'red' })).toEqual([
      { path: 'tenantName', message: 'must be text' },
      { path: 'lines.0.quantity', message: 'must be a whole number' },
      { path: 'lines.1.quantity', message: 'is required' },
      { path: 'colour', message: 'is not a field of this request' },
    ]);
  });

  it('tells a missing field from a wrong one', () => {
    expect(errorsOf({ tenantName: null })).toEqual([
      { path: 'tenantName', message: 'must be text' },
      { path: 'lines', message: 'is required' },
    ]);
  });

  const hints = [
    ['tenant_name', 'tenantName'],
    ['TenantName', 'tenantName'],
    ['tenantname', 'tenantName'],
    ['tenantNaem', 'tenantName'],
    ['admin_email', 'adminEmail'],
    ['email', 'adminEmail'],
    ['phoneNumber', 'phone'],
    ['addres', 'address'],
  ];

  it.each(hints)('takes %s for %s', (given, meant) => {
    const { error } = SignUp.safeParse({ [given]: 'x' });

    const fields = error ? fieldErrors(error, Object.keys(SignUp.shape)) : [];

    expect(fields.find(({ path }) => path === given)?.message).toBe(
      `is not a field of this request; did you mean ${meant}?`,
    );
  });

  it.each(['colour', '1', '', 'id', '名前', '__proto'])('has no hint for %p', (given) => {
    const { error } = SignUp.safeParse({ [given]: 'x' });

    const fields = error ? fieldErrors(error, Object.keys(SignUp.shape)) : [];

    expect(fields.find(({ path }) => path === given)?.message).toBe(
      'is not a field of this request',
    );
  });
});
