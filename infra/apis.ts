import { ordersFunction } from '../services/app-plane/orders.function.ts';
import { productsFunction } from '../services/app-plane/products.function.ts';
import { askReminderFunction } from '../services/identity/reminder/askReminder.function.ts';
import { usersFunction } from '../services/identity/users.function.ts';
import { sagasFunction } from '../services/provisioning/operators/sagas.function.ts';
import { tenantStatusFunction } from '../services/provisioning/tenants/tenantStatus.function.ts';
import { tenantsFunction } from '../services/provisioning/tenants/tenants.function.ts';
import { findRegistrationsFunction } from '../services/registration/findRegistrations.function.ts';
import { getRegistrationFunction } from '../services/registration/getRegistration.function.ts';
import { getSignInFunction } from '../services/registration/getSignIn.function.ts';
import { registerFunction } from '../services/registration/register.function.ts';
import { requestSignUpFunction } from '../services/registration/requestSignUp.function.ts';
import { webhooksFunction } from '../services/webhooks/webhooks.function.ts';

/** The functions behind each API: its routes are those that they declare. */
export const apis = {
  control: {
    requestSignUp: requestSignUpFunction,
    register: registerFunction,
    findRegistrations: findRegistrationsFunction,
    getRegistration: getRegistrationFunction,
    getSignIn: getSignInFunction,
    askReminder: askReminderFunction,
    tenants: tenantsFunction,
    tenantStatus: tenantStatusFunction,
    users: usersFunction,
    sagas: sagasFunction,
    webhooks: webhooksFunction,
  },
  app: { products: productsFunction, orders: ordersFunction },
} as const;

/** Every function that is behind an API. */
export const servingFunctions = Object.values({ ...apis.control, ...apis.app });

/** A deployed function for each that is behind an API. */
export type Serving<Api extends keyof typeof apis, Deployed> = Readonly<
  Record<keyof (typeof apis)[Api], Deployed>
>;
