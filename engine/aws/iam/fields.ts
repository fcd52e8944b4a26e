import { z } from 'zod';
import { formInteger, formList } from '../../endpoint/protocols/formFields.ts';
import { Tag } from '../../iam/roleStore.ts';

/** Characters as IAM takes them; the name alone decides, not the path before it. */
export const RoleName = z.string().regex(/^[\w+=,.@-]{1,64}$/);
export const PolicyName = z.string().regex(/^[\w+=,.@-]{1,128}$/);

export const Path = z.string().regex(/^\/([\x21-\x7e]*\/)?$/, 'begins and ends with /');

export const PolicyArn = z.string().regex(/^arn:aws:iam::(\d{12}|aws):policy\/.+$/);

/** JSON text; what it says is checked apart. */
export const PolicyText = z.string().min(1).max(131_072);

export const Description = z.string().max(1000);

export const Tags = formList(Tag, 50);

/** The answer says where the next page starts: `Marker`. */
export const Paging = {
  Marker: z.string().optional(),
  MaxItems: formInteger(1, 1000).default(100),
};
